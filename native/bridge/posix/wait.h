// Waiting for descriptors, also where the system refuses to.
#pragma once

#include <poll.h>

#include <vector>

namespace rx_outlook::bridge {

// poll for all of them, the first of which wakes who waits: how many are ready. Where that fails
// (more of them than RLIMIT_NOFILE allows by now, no memory in the system) they are asked about
// one by one, and a pause is made while none is ready, so that it costs no core: what comes
// meanwhile is noticed a little later. Needs no memory.
int WaitFor(std::vector<pollfd>& descriptors, int timeout) noexcept;

}  // namespace rx_outlook::bridge

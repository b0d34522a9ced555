// Waits for descriptors, also when poll fails. Any thread.
#pragma once

#include <poll.h>

#include <vector>

namespace rx_outlook::bridge {

// Returns how many are ready, as poll does; the first descriptor is the one that wakes the thread.
// When poll fails (RLIMIT_NOFILE was lowered, the system has no memory), each descriptor is polled
// alone, with a pause while none is ready, which keeps the processor free and delays events a
// little. Needs no memory.
int WaitFor(std::vector<pollfd>& descriptors, int timeout) noexcept;

}  // namespace rx_outlook::bridge

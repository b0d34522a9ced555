// A wait for a thread with windows, which handles messages meanwhile. The calling thread; no lock.
#pragma once

#include <windows.h>

#include <chrono>

namespace rx_outlook::addin {

// Waits until the event is set or `limit` has passed; returns whether it is set. Dispatches the
// messages sent and posted to this thread's windows, COM's included, and its timers. The user's
// input and painting wait, so that the user cannot click meanwhile.
bool AwaitAndAnswerMessages(HANDLE event, std::chrono::milliseconds limit) noexcept;

}  // namespace rx_outlook::addin

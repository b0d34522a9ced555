// A wait during which a thread with windows goes on answering.
#pragma once

#include <windows.h>

#include <chrono>

namespace rx_outlook::addin {

// Until the event is set, `limit` at the most; says which. Hands out what others send and post to
// this thread's windows, COM's among them, and its timers; the user's input and painting wait, so
// that nobody can click in the middle of it.
bool AwaitAndAnswerMessages(HANDLE event, std::chrono::milliseconds limit) noexcept;

}  // namespace rx_outlook::addin

// Whether Outlook's window answers messages: an Outlook that hangs is found without a call into it,
// which would not return. Any thread; no lock.
#pragma once

#include <windows.h>

namespace rx_outlook::automation {

// Sends the process's main window a message without effect, and waits up to a second for the
// answer. True also for a process without a window.
bool AnswersMessages(DWORD process);

}  // namespace rx_outlook::automation

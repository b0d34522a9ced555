// Whether somebody still reads what this process writes, for the command.
#pragma once

#include <napi.h>

namespace rx_outlook {

// () -> whether standard output is a pipe or socket whose reader has gone. The JavaScript thread;
// takes no lock and does not wait.
Napi::Value IsOutputUnread(const Napi::CallbackInfo& info);

}  // namespace rx_outlook

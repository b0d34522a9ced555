// Checks whether standard output still has a reader, for the command.
#pragma once

#include <napi.h>

namespace rx_outlook {

// () -> whether standard output is a pipe or socket without a reader. JavaScript thread; takes no
// lock and does not wait.
Napi::Value IsOutputUnread(const Napi::CallbackInfo& info);

}  // namespace rx_outlook

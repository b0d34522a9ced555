// Functions of Windows for the command, without decisions: cli/addin decides.
#pragma once

#include <napi.h>

namespace rx_outlook {

// Returns the object `windows` of the exports. Its functions run on the JavaScript thread and
// block it: the command has nothing else to do meanwhile.
Napi::Object WindowsValue(Napi::Env env);

}  // namespace rx_outlook

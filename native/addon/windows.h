// What the command asks of Windows. It decides in cli/addin; here Windows is only asked.
#pragma once

#include <napi.h>

namespace rx_outlook {

// The object `windows` of the exports. Everything in it is done at once, on the JavaScript thread:
// the command has nothing else to do meanwhile.
Napi::Object WindowsValue(Napi::Env env);

}  // namespace rx_outlook

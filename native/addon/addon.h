// The addon's functions, for the module entry.
#pragma once

#include <napi.h>

namespace rx_outlook {

// Makes the environment and its exports. Called once in each environment that loads the binary, on
// its JavaScript thread.
Napi::Object Init(Napi::Env env, Napi::Object exports);

}  // namespace rx_outlook

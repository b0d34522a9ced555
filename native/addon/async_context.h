// Async contexts, which hold the stores of AsyncLocalStorage for running code.
#pragma once

#include <napi.h>

namespace rx_outlook {

// Calls `function` in no async context, for objects that belong to the whole environment instead of
// the caller, who is only the first. JavaScript thread.
Napi::Value CallOutside(const Napi::Function& function);

}  // namespace rx_outlook

// Async contexts: what AsyncLocalStorage keeps for the code that runs.
#pragma once

#include <napi.h>

namespace rx_outlook {

// Calls `function` in no async context. What it makes belongs to all of an environment, not to the
// caller, who is only the first.
Napi::Value CallOutside(const Napi::Function& function);

}  // namespace rx_outlook

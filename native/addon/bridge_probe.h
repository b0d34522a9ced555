// Finds the server at the bridge's place, for `rx-outlook doctor`.
#pragma once

#include <napi.h>

namespace rx_outlook {

// () -> a promise of the server's { place, host, product }, or of { place, code, text } without an
// answer. Called on the JavaScript thread; waits on a thread of Node's pool, 10 s at the most.
Napi::Value ProbeBridge(const Napi::CallbackInfo& info);

}  // namespace rx_outlook

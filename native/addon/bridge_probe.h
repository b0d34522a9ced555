// Who answers at the bridge's place, for `rx-outlook doctor`.
#pragma once

#include <napi.h>

namespace rx_outlook {

// () -> a promise of { place, host, product } of whoever answers, or of { place, code, text } where
// nobody does.
// On a thread of Node's pool: to be answered may take as long as the server likes, 10 s at the
// most.
Napi::Value ProbeBridge(const Napi::CallbackInfo& info);

}  // namespace rx_outlook

// The realms of one environment: each global object that loads the package there has one.
#pragma once

#include <napi.h>

#include <memory>
#include <set>

#include "abi/surroundings.h"

namespace rx_outlook {

// Test runners give each test file a realm of its own, one after the other on one thread.
// Everything made in a realm ends with it: when its JavaScript object is collected, or with the
// environment. The environment's JavaScript thread only; no lock.
class Realms {
 public:
  // Returns an object for JavaScript to keep. The realm ends when it is collected, or in EndAll.
  Napi::Value Make(Napi::Env env);
  void EndAll() noexcept;

  // Returns kNoRealm where the argument is no realm.
  static Realm Argument(const Napi::CallbackInfo& info, std::size_t index);

 private:
  // Outlives this: an object may be collected after the environment's end.
  struct Live {
    void End(Realm realm) noexcept;
    std::set<Realm> realms;
  };
  struct Kept;

  const std::shared_ptr<Live> live_ = std::make_shared<Live>();
};

}  // namespace rx_outlook

// The realms of one environment: each global object that loads the package there has one.
#pragma once

#include <napi.h>

#include <memory>
#include <set>

#include "abi/surroundings.h"

namespace rx_outlook {

// Test runners give each test file a realm of its own, one after the other on one thread. What a
// realm has made ends with it: when its JavaScript is collected, or with the environment.
// The environment's JavaScript thread only.
class Realms {
 public:
  // A realm for JavaScript to keep. Until that is collected, or all are ended.
  Napi::Value Make(Napi::Env env);
  void EndAll() noexcept;

  // kNoRealm where the argument is none.
  static Realm Argument(const Napi::CallbackInfo& info, std::size_t index);

 private:
  // Outlives this: a collector may come later than the environment's end.
  struct Live {
    void End(Realm realm) noexcept;
    std::set<Realm> realms;
  };
  struct Kept;

  const std::shared_ptr<Live> live_ = std::make_shared<Live>();
};

}  // namespace rx_outlook

#include "addon/realms.h"

#include <atomic>

#include "backends/embedded/outlook.h"

namespace rx_outlook {

// The object that JavaScript keeps for a realm; its collection ends the realm.
struct Realms::Kept {
  Kept(std::shared_ptr<Live> of, Realm number) : live(std::move(of)), realm(number) {
    live->realms.insert(realm);
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() { live->End(realm); }

  const std::shared_ptr<Live> live;
  const Realm realm;
};

void Realms::Live::End(Realm realm) noexcept {
  if (realms.erase(realm) > 0) embedded::RemoveProfilesOf(realm);
}

Napi::Value Realms::Make(Napi::Env env) {
  static std::atomic<Realm> last{kNoRealm};  // of the process
  auto kept = std::make_unique<Kept>(live_, ++last);
  const auto value = Napi::External<Kept>::New(
      env, kept.get(), [](Napi::Env, Kept* collected) { delete collected; });
  static_cast<void>(kept.release());
  return value;
}

void Realms::EndAll() noexcept {
  while (!live_->realms.empty()) live_->End(*live_->realms.begin());
}

Realm Realms::Argument(const Napi::CallbackInfo& info, std::size_t index) {
  if (!info[index].IsExternal()) return kNoRealm;
  return info[index].As<Napi::External<Kept>>().Data()->realm;
}

}  // namespace rx_outlook

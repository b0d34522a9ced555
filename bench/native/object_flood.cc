#include <chrono>
#include <thread>

#include "rivals.h"

namespace rx_outlook::bench {
namespace {

struct Notification {
  std::uint32_t phase;
  std::uint32_t previous;
  std::uint32_t current;
  double timestamp;
};

// On JavaScript's thread: one object and one call for each notification.
void Deliver(Napi::Env env, Napi::Function callback, std::nullptr_t*, Notification* data) {
  const std::unique_ptr<Notification> notification(data);
  if (env == nullptr) return;
  const Napi::Object change = Napi::Object::New(env);
  change.Set("profile", "Work");
  change.Set("phase", notification->phase == 2 ? "change" : "other");
  change.Set("previous", notification->previous == 2 ? "online" : "offline");
  change.Set("current", notification->current == 2 ? "online" : "offline");
  change.Set("timestamp", notification->timestamp);
  change.Set("merged", 1);
  callback.Call({change});
}

using Notifier = Napi::TypedThreadSafeFunction<std::nullptr_t, Notification, Deliver>;

// Bounded like ours; otherwise the figure would measure the queue's memory.
constexpr std::size_t kQueue = 65536;

}  // namespace

void ObjectFlood(const Napi::CallbackInfo& info) {
  const Notifier notifier =
      Notifier::New(info.Env(), info[0].As<Napi::Function>(), "rival", kQueue, 1, nullptr);
  const std::uint32_t count = NumberArgument(info, 1);
  std::thread([notifier, count]() mutable {
    for (std::uint32_t i = 0; i < count; ++i) {
      using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
      const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
      const std::uint32_t current = 1 + (i & 1);
      auto* const notification =
          new Notification{2, 3 - current, current, static_cast<double>(now.count())};
      if (notifier.BlockingCall(notification) != napi_ok) delete notification;
    }
    notifier.Release();
  }).detach();
}

}  // namespace rx_outlook::bench

#include <chrono>
#include <thread>

#include "rivals.h"

namespace rx_outlook::bench {

Napi::Value PacedFlood(const Napi::CallbackInfo& info) {
  using std::chrono::steady_clock, std::chrono::milliseconds;
  const auto profile = ProfileArgument(info);
  const double per_millisecond = info[1].ToNumber().DoubleValue() / 1'000;
  const auto until = steady_clock::now() + milliseconds(info[2].ToNumber().Int64Value() * 1'000);
  std::uint64_t made = 0;
  // On another thread: Outlook never calls Notify on JavaScript's.
  std::thread([&] {
    embedded::Profile::Cache cache;
    const auto start = steady_clock::now();
    for (auto now = start; now < until; now = steady_clock::now()) {
      const std::chrono::duration<double, std::milli> passed = now - start;
      for (; static_cast<double>(made) < passed.count() * per_millisecond; ++made) {
        profile->Flip(cache);
      }
      std::this_thread::sleep_for(milliseconds(1));
    }
  }).join();
  return Napi::Number::New(info.Env(), static_cast<double>(made));
}

}  // namespace rx_outlook::bench

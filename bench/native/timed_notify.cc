#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "rivals.h"

namespace rx_outlook::bench {

Napi::Value TimedNotify(const Napi::CallbackInfo& info) {
  using std::chrono::steady_clock;
  const auto profile = ProfileArgument(info);
  std::vector<double> taken(static_cast<std::size_t>(info[1].ToNumber().Int64Value()));
  if (taken.empty()) throw Napi::Error::New(info.Env(), "there is nothing to time");
  std::thread([&] {
    embedded::Profile::Cache cache;
    for (double& one : taken) {
      const auto start = steady_clock::now();
      profile->Flip(cache);
      one = std::chrono::duration<double, std::nano>(steady_clock::now() - start).count();
    }
  }).join();
  std::sort(taken.begin(), taken.end());
  return Napi::Number::New(info.Env(), taken[(taken.size() - 1) * 99 / 100]);
}

}  // namespace rx_outlook::bench

// What a test has planned for the next calls into one profile's offline object.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "abi/mapioffline.h"

namespace rx_outlook::embedded {

// In the order in which testing/ names them to JavaScript.
enum class Call : std::size_t {
  kOpen,
  kGetCapabilities,
  kAdvise,
  kUnadvise,
  kGetCurrentState,
  kSetCurrentState,
  kChange  // not a call of the client's: a change under way, between its START and the new state
};
inline constexpr std::size_t kCallCount = 7;
inline constexpr const char* kCallNames[kCallCount] = {
    "open",  "getCapabilities", "advise", "unadvise", "getCurrentState", "setCurrentState",
    "change"};

// Any thread; each method takes mutex_.
class Faults {
 public:
  // The next call of this kind answers `hr` instead of doing its work. Several queue up.
  void FailNext(Call call, HRESULT hr);

  // The next call of this kind stays inside until Release; `entered` runs on its thread first.
  // Several queue up; the answer tells them apart.
  std::size_t HoldNext(Call call, std::function<void()> entered);

  // Lets the call that met this hold go, or takes the hold back when none has met it yet.
  void Release(Call call, std::size_t hold);
  void ReleaseAll();

  // The call itself: waits while it is held, then says how it shall fail, or S_OK.
  HRESULT Meet(Call call);

 private:
  struct Plan {
    std::deque<HRESULT> failures;
    std::map<std::size_t, std::function<void()>> holds;  // not met yet, the oldest first
    std::set<std::size_t> held;
    std::size_t planned = 0;
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Plan, kCallCount> plans_;
};

}  // namespace rx_outlook::embedded

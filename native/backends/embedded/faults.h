// The failures and holds that a test plans for the next calls of one profile's offline object. Any
// thread; each method takes mutex_.
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

// In the order of the names that testing/ shows to JavaScript.
enum class Call : std::size_t {
  kOpen,
  kGetCapabilities,
  kAdvise,
  kUnadvise,
  kGetCurrentState,
  kSetCurrentState,
  kListAccounts,
  kChange  // not a client's call: a change, between its START and the new state
};
inline constexpr std::size_t kCallCount = 8;
inline constexpr const char* kCallNames[kCallCount] = {
    "open",         "getCapabilities", "advise", "unadvise", "getCurrentState", "setCurrentState",
    "listAccounts", "change"};

class Faults {
 public:
  // The next call of this kind returns `hr` and does nothing else. Several queue up.
  void FailNext(Call call, HRESULT hr);

  // The next call of this kind blocks until Release; first it runs `entered` on its thread. Several
  // queue up. Returns the id of the hold.
  std::size_t HoldNext(Call call, std::function<void()> entered);

  // Lets the call in this hold continue, or removes the hold when no call has reached it yet.
  void Release(Call call, std::size_t hold);
  void ReleaseAll();

  // Called by each call: waits while it is held, then returns its planned failure, or S_OK.
  HRESULT Meet(Call call);

 private:
  struct Plan {
    std::deque<HRESULT> failures;
    std::map<std::size_t, std::function<void()>> holds;  // not reached yet, the oldest first
    std::set<std::size_t> held;
    std::size_t planned = 0;
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Plan, kCallCount> plans_;
};

}  // namespace rx_outlook::embedded

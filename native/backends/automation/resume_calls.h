// The functions that a resume from sleep calls, by number: a number stays harmless after its
// function's end, for a system that may still call back then. Any thread; each method takes the
// mutex briefly, none holds it during a function.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace rx_outlook::automation {

class ResumeCalls {
 public:
  using Function = std::function<void()>;

  // Returns a number that no other function gets.
  std::uintptr_t Add(Function resumed);
  void Remove(std::uintptr_t number) noexcept;
  // Calls the function of that number, if `event`, a PBT_ number of Windows', says that the system
  // has resumed.
  void Tell(std::uintptr_t number, unsigned long event) noexcept;

 private:
  std::mutex mutex_;  // guards the members below
  std::uintptr_t last_ = 0;
  std::map<std::uintptr_t, std::shared_ptr<const Function>> functions_;
};

}  // namespace rx_outlook::automation

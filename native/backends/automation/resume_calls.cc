#include "backends/automation/resume_calls.h"

#include <utility>

namespace rx_outlook::automation {
namespace {

// Of winuser.h. The first one is told after every sleep, the second one after it if a user is
// there.
constexpr unsigned long kResumeAutomatic = 0x12;
constexpr unsigned long kResumeSuspend = 0x7;

}  // namespace

std::uintptr_t ResumeCalls::Add(Function resumed) {
  auto function = std::make_shared<const Function>(std::move(resumed));
  const std::lock_guard lock(mutex_);
  functions_.emplace(++last_, std::move(function));
  return last_;
}

void ResumeCalls::Remove(std::uintptr_t number) noexcept {
  std::shared_ptr<const Function> removed;  // destroyed without the mutex
  const std::lock_guard lock(mutex_);
  const auto found = functions_.find(number);
  if (found == functions_.end()) return;
  removed = std::move(found->second);
  functions_.erase(found);
}

void ResumeCalls::Tell(std::uintptr_t number, unsigned long event) noexcept {
  if (event != kResumeAutomatic && event != kResumeSuspend) return;
  std::shared_ptr<const Function> function;
  {
    const std::lock_guard lock(mutex_);
    const auto found = functions_.find(number);
    if (found == functions_.end()) return;
    function = found->second;
  }
  (*function)();
}

}  // namespace rx_outlook::automation

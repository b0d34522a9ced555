#include "backends/embedded/faults.h"

#include <utility>

namespace rx_outlook::embedded {
namespace {

std::size_t IndexOf(Call call) { return static_cast<std::size_t>(call); }

}  // namespace

void Faults::FailNext(Call call, HRESULT hr) {
  const std::lock_guard lock(mutex_);
  plans_.at(IndexOf(call)).failures.push_back(hr);
}

void Faults::HoldNext(Call call, std::function<void()> entered) {
  const std::lock_guard lock(mutex_);
  plans_.at(IndexOf(call)).holds.push_back(std::move(entered));
}

void Faults::Release(Call call) {
  const std::lock_guard lock(mutex_);
  Plan& plan = plans_.at(IndexOf(call));
  if (plan.held > plan.released) {
    ++plan.released;
    changed_.notify_all();
  } else if (!plan.holds.empty()) {
    plan.holds.pop_front();
  }
}

void Faults::ReleaseAll() {
  const std::lock_guard lock(mutex_);
  for (Plan& plan : plans_) {
    plan.released = plan.held;
    plan.holds.clear();
  }
  changed_.notify_all();
}

HRESULT Faults::Meet(Call call) {
  std::unique_lock lock(mutex_);
  Plan& plan = plans_.at(IndexOf(call));
  if (!plan.holds.empty()) {
    std::function<void()> entered = std::move(plan.holds.front());
    plan.holds.pop_front();
    const std::size_t turn = ++plan.held;
    lock.unlock();
    entered();
    entered = nullptr;  // what it holds ends before the wait, not after it
    lock.lock();
    changed_.wait(lock, [&plan, turn] { return plan.released >= turn; });
  }
  if (plan.failures.empty()) return S_OK;
  const HRESULT hr = plan.failures.front();
  plan.failures.pop_front();
  return hr;
}

}  // namespace rx_outlook::embedded

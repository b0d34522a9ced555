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

std::size_t Faults::HoldNext(Call call, std::function<void()> entered) {
  const std::lock_guard lock(mutex_);
  Plan& plan = plans_.at(IndexOf(call));
  const std::size_t hold = ++plan.planned;
  plan.holds.emplace(hold, std::move(entered));
  return hold;
}

void Faults::Release(Call call, std::size_t hold) {
  std::function<void()> taken_back;  // destroyed after the lock: its captures may call back
  const std::lock_guard lock(mutex_);
  Plan& plan = plans_.at(IndexOf(call));
  if (const auto found = plan.holds.find(hold); found != plan.holds.end()) {
    taken_back = std::move(found->second);
    plan.holds.erase(found);
  }
  if (plan.held.erase(hold) > 0) changed_.notify_all();
}

void Faults::ReleaseAll() {
  const std::lock_guard lock(mutex_);
  for (Plan& plan : plans_) {
    plan.held.clear();
    plan.holds.clear();
  }
  changed_.notify_all();
}

HRESULT Faults::Meet(Call call) {
  std::unique_lock lock(mutex_);
  Plan& plan = plans_.at(IndexOf(call));
  if (!plan.holds.empty()) {
    auto met = plan.holds.extract(plan.holds.begin());
    plan.held.insert(met.key());
    lock.unlock();
    met.mapped()();
    met.mapped() = nullptr;  // destroys its captures before the wait
    lock.lock();
    changed_.wait(lock, [&plan, &met] { return plan.held.count(met.key()) == 0; });
  }
  if (plan.failures.empty()) return S_OK;
  const HRESULT hr = plan.failures.front();
  plan.failures.pop_front();
  return hr;
}

}  // namespace rx_outlook::embedded

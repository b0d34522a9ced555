#include "backends/automation/looking_thread.h"

#include <new>
#include <utility>

#include "base/thread.h"
#include "base/unlocked.h"

namespace rx_outlook::automation {

std::shared_ptr<LookingThread> LookingThread::Start(std::shared_ptr<Monitor> monitor,
                                                    std::shared_ptr<Source> source,
                                                    std::function<void()> changed) {
  auto made = std::make_shared<LookingThread>();
  // The monitor is the body's, not a member: it may own `made`.
  StartThread([monitor = std::move(monitor), source = std::move(source),
               changed = std::move(changed), made] { made->Run(*monitor, *source, changed); });
  return made;
}

void LookingThread::Run(Monitor& monitor, Source& source, const std::function<void()>& changed) {
  // Both outlive `locked`: they are destroyed without the mutex.
  std::unique_ptr<Looker> looker;
  std::shared_ptr<const Instance> looked_at;
  Locked locked(monitor.mutex);
  for (;;) {
    monitor.changed.wait(locked.lock(),
                         [this] { return is_abandoned_ || stage_ == Stage::kAsked; });
    looked_at = std::move(outlook_);
    if (is_abandoned_) return;
    stage_ = Stage::kLooking;
    Answer answer;
    {
      const Unlocked unlocked(locked);
      try {
        if (!looker) looker = source.MakeLooker(changed);
        answer.hr = looker->Take(*looked_at, answer.look, answer.why);
      } catch (const std::bad_alloc&) {
        answer.hr = E_OUTOFMEMORY;
      }
      looked_at.reset();
    }
    answer_ = std::move(answer);
    stage_ = Stage::kAnswered;
    monitor.changed.notify_all();
    if (!looker) continue;
    const Unlocked unlocked(locked);
    looker->Rest();
  }
}

void LookingThread::Begin(const Locked&, std::shared_ptr<const Instance> outlook) noexcept {
  outlook_ = std::move(outlook);
  stage_ = Stage::kAsked;
}

bool LookingThread::GiveUp(const Locked&) noexcept { return !std::exchange(is_hung_, true); }

std::optional<LookingThread::Answer> LookingThread::Take(const Locked&) noexcept {
  stage_ = Stage::kFree;
  if (std::exchange(is_hung_, false)) return std::nullopt;
  return std::move(answer_);
}

void LookingThread::Abandon(const Locked&) noexcept { is_abandoned_ = true; }

}  // namespace rx_outlook::automation

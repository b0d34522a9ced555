#include "backends/embedded/notifier.h"

#include <atomic>
#include <memory>

#include "base/thread.h"

namespace rx_outlook::embedded {
namespace {

std::atomic<Notifier*> started{nullptr};

}  // namespace

Notifier& Notifier::Instance() {
  static Notifier* const notifier = [] {
    auto* const made = new Notifier;
    started = made;
    return made;
  }();
  return *notifier;
}

Notifier::Notifier() {
  StartThread([this] { Run(); });
}

void Notifier::Post(Clock::time_point due, const void* owner, Job job) {
  const std::lock_guard lock(mutex_);
  jobs_.emplace(Key{due, posted_++}, Entry{owner, std::move(job)});
  changed_.notify_one();
}

bool Notifier::IsCurrentThread() {
  const std::lock_guard lock(mutex_);
  return thread_ == std::this_thread::get_id();
}

void Notifier::RunAndWait(const void* owner, const Job& job) {
  if (IsCurrentThread()) return job();
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  {
    // Destroyed with the job, after it has run or was cancelled: ends the wait. Not a std::promise,
    // which allocates when it is broken.
    const std::shared_ptr<void> last(nullptr, [&](void*) {
      const std::lock_guard lock(mutex);
      over = true;
      changed.notify_all();
    });
    Post(Clock::now(), owner, [&job, last] { job(); });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&over] { return over; });
}

void Notifier::Cancel(const void* owner) noexcept {
  if (Notifier* const notifier = started) notifier->CancelOwn(owner);
}

void Notifier::CancelOwn(const void* owner) noexcept {
  std::map<Key, Entry> cancelled;  // destroyed after the lock: a job's captures may post again
  const std::lock_guard lock(mutex_);
  for (auto entry = jobs_.begin(); entry != jobs_.end();) {
    if (entry->second.owner == owner) {
      cancelled.insert(jobs_.extract(entry++));
    } else {
      ++entry;
    }
  }
}

void Notifier::Run() {
  std::unique_lock lock(mutex_);
  thread_ = std::this_thread::get_id();
  for (;;) {
    if (jobs_.empty()) {
      changed_.wait(lock);
    } else if (const Key next = jobs_.begin()->first; next.first > Clock::now()) {
      changed_.wait_until(lock, next.first);
    } else {
      Job job = std::move(jobs_.begin()->second.job);
      jobs_.erase(jobs_.begin());
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
    }
  }
}

}  // namespace rx_outlook::embedded

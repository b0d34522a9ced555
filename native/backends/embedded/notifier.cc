#include "backends/embedded/notifier.h"

#include <future>
#include <memory>
#include <vector>

namespace rx_outlook::embedded {

Notifier& Notifier::Instance() {
  static Notifier* const notifier = new Notifier;
  return *notifier;
}

Notifier::Notifier() {
  std::thread thread([this] { Run(); });
  const std::lock_guard lock(mutex_);
  thread_ = thread.get_id();
  thread.detach();
}

void Notifier::Post(Clock::time_point due, const void* owner, Job job) {
  const std::lock_guard lock(mutex_);
  jobs_.emplace(Key{due, posted_++}, Entry{owner, std::move(job)});
  changed_.notify_one();
}

void Notifier::RunAndWait(const void* owner, const Job& job) {
  {
    std::unique_lock lock(mutex_);
    if (thread_ == std::this_thread::get_id()) {
      lock.unlock();
      return job();
    }
  }
  // Fulfilled when the job has run, broken when it was cancelled: either way the wait is over.
  auto done = std::make_shared<std::promise<void>>();
  std::future<void> ended = done->get_future();
  Post(Clock::now(), owner, [&job, done = std::move(done)] {
    job();
    done->set_value();
  });
  ended.wait();
}

void Notifier::Cancel(const void* owner) {
  std::vector<Job> cancelled;  // destroyed after the lock is gone: what they hold may post again
  const std::lock_guard lock(mutex_);
  for (auto entry = jobs_.begin(); entry != jobs_.end();) {
    if (entry->second.owner == owner) {
      cancelled.push_back(std::move(entry->second.job));
      entry = jobs_.erase(entry);
    } else {
      ++entry;
    }
  }
}

void Notifier::Run() {
  std::unique_lock lock(mutex_);
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

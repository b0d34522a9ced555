// The embedded Outlook's own thread. It makes the changes and calls Notify, so that a callback
// always runs on a thread foreign to its client. Methods: any thread, each takes mutex_.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace rx_outlook::embedded {

class Notifier {
 public:
  using Clock = std::chrono::steady_clock;
  using Job = std::function<void()>;

  // Returns the process's notifier. The first call starts its thread. Never destroyed: the thread
  // may still run when the process ends.
  static Notifier& Instance();

  // Runs `job` on the notifier's thread at `due`; equal times in the order of posting. Cancel finds
  // the job by its `owner`.
  void Post(Clock::time_point due, const void* owner, Job job);

  // Runs `job` on the notifier's thread and returns when it is done or cancelled; on that thread
  // itself, runs it directly.
  void RunAndWait(const void* owner, const Job& job);

  // Whether the caller is the notifier's thread.
  [[nodiscard]] bool IsCurrentThread();

  // Destroys the jobs of `owner` that have not started. Allocates nothing, and starts no thread.
  static void Cancel(const void* owner) noexcept;

 private:
  struct Entry {
    const void* owner;
    Job job;
  };
  using Key = std::pair<Clock::time_point, std::uint64_t>;

  Notifier();
  void Run();
  void CancelOwn(const void* owner) noexcept;

  std::mutex mutex_;  // guards the members below
  std::condition_variable changed_;
  std::map<Key, Entry> jobs_;
  std::uint64_t posted_ = 0;
  std::thread::id thread_;
};

}  // namespace rx_outlook::embedded

// The embedded Outlook's own thread: changes take place on it, and its Notify calls come from it,
// so that a client's callback always runs on a thread that is foreign to the client.
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

  // The process's notifier. Its thread starts at the first call and stays; nothing is destroyed,
  // since it may still run when the process ends.
  static Notifier& Instance();

  // Runs `job` on the notifier's thread once `due` has come; equal times in the order of posting.
  // `owner` is whose job it is. Any thread; takes mutex_.
  void Post(Clock::time_point due, const void* owner, Job job);

  // Runs `job` there and returns when it is done; at once when called on that thread.
  // Any thread; takes mutex_.
  void RunAndWait(const void* owner, const Job& job);

  // Whether the caller runs on that thread. Any thread; takes mutex_.
  [[nodiscard]] bool IsCurrentThread();

  // Forgets the jobs of `owner` that have not begun; each is destroyed. Any thread; takes mutex_.
  void Cancel(const void* owner);

 private:
  struct Entry {
    const void* owner;
    Job job;
  };
  using Key = std::pair<Clock::time_point, std::uint64_t>;

  Notifier();
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, Entry> jobs_;
  std::uint64_t posted_ = 0;
  std::thread::id thread_;
};

}  // namespace rx_outlook::embedded

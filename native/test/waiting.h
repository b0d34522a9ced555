// Waits for events of other threads, without sleeping. The limit ends a broken test; a correct test
// never reaches it. Any thread; each object has its own mutex.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace rx_outlook::test {

inline constexpr std::chrono::seconds kLimit{60};

inline std::chrono::steady_clock::time_point WithinLimit() {
  return std::chrono::steady_clock::now() + kLimit;
}

// A value that any thread can change and any thread can wait for.
template <typename T>
class Watched {
 public:
  Watched() = default;
  explicit Watched(T value) : value_(std::move(value)) {}

  template <typename Change>
  void Update(Change change) {
    const std::lock_guard lock(mutex_);
    change(value_);
    changed_.notify_all();  // under the lock: a woken waiter may destroy this object
  }

  [[nodiscard]] T Get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  template <typename Condition>
  [[nodiscard]] bool Await(Condition condition) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, WithinLimit(), [&] { return condition(value_); });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  T value_{};
};

class Event {
 public:
  void Set() {
    set_.Update([](bool& set) { set = true; });
  }
  [[nodiscard]] bool IsSet() const { return set_.Get(); }
  // Returns false when the limit has passed first.
  bool Wait() const {
    return set_.Await([](bool set) { return set; });
  }

 private:
  Watched<bool> set_;
};

}  // namespace rx_outlook::test

// Proof that a mutex is held.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace rx_outlook {

// Holds a mutex while it lives. Classes that share the mutex of one owner take it as an argument: a
// call without the mutex does not compile. Any thread.
class Locked {
 public:
  explicit Locked(std::mutex& mutex) : lock_(mutex) {}

  // None when another thread holds the mutex.
  [[nodiscard]] static std::optional<Locked> Try(std::mutex& mutex) {
    std::unique_lock lock(mutex, std::try_to_lock);
    if (!lock) return std::nullopt;
    return Locked(std::move(lock));
  }

  // For a condition variable, which releases the mutex while it waits.
  [[nodiscard]] std::unique_lock<std::mutex>& lock() noexcept { return lock_; }

 protected:
  std::unique_lock<std::mutex> lock_;

 private:
  explicit Locked(std::unique_lock<std::mutex> lock) noexcept : lock_(std::move(lock)) {}
};

}  // namespace rx_outlook

// Counts the calls of Notify, and the readings of the state, that one registration has under way.
// Calls that overlap may reach the queue in another order than the states had.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "base/locked.h"

namespace rx_outlook {

class Tickets {
 public:
  // `caller`: the thread whose notification counts as the last one.
  explicit Tickets(std::thread::id caller = {}) noexcept : caller_(caller) {}

  // A call begins. Any thread, without the lock. Unequal counts mean an overlap.
  void Enter() noexcept {
    const std::uint32_t ticket = entered_.fetch_add(1, std::memory_order_acq_rel);
    if (ticket != left_.load(std::memory_order_acquire)) {
      overlapped_.store(true, std::memory_order_release);
    }
  }

  // The order of the states is not known: the state is to be read again.
  void Overlap(const Locked&) noexcept { overlapped_.store(true, std::memory_order_relaxed); }

  // This thread has notified. Calls of different threads may be out of order even when they do not
  // overlap: the thread that changed the state first may call last. So a call of another thread
  // than the last one counts as an overlap, and so does the first call of all: another thread may
  // have changed the state before the snapshot.
  void CalledBy(const Locked& locked, std::thread::id caller) noexcept {
    if (caller_ != caller) Overlap(locked);
    caller_ = caller;
  }

  // A call ends. True when calls have overlapped and this one was the last of them.
  [[nodiscard]] bool Leave(const Locked&) noexcept {
    const std::uint32_t left = left_.load(std::memory_order_relaxed) + 1;
    left_.store(left, std::memory_order_release);
    if (!overlapped_.load(std::memory_order_acquire)) return false;
    if (left != entered_.load(std::memory_order_acquire)) return false;  // others will leave
    overlapped_.store(false, std::memory_order_relaxed);
    return true;
  }

  [[nodiscard]] bool has_overlap(const Locked&) const noexcept {
    return overlapped_.load(std::memory_order_acquire);
  }

 private:
  std::atomic<std::uint32_t> entered_{0};
  std::atomic<std::uint32_t> left_{0};
  std::thread::id caller_;
  std::atomic<bool> overlapped_{false};
};

}  // namespace rx_outlook

// Wakes the consumer of a queue once for each batch of records.
#pragma once

#include <mutex>
#include <utility>

#include "base/locked.h"

namespace rx_outlook {

class Producing;

class WakeOnce {
 public:
  // Wakes the consumer. Called under a mutex that Close takes, too: no wake is under way when Close
  // has returned. Must not call back into the queue, except as WakeForAnswer says.
  class Waker {
   public:
    virtual void Wake() noexcept = 0;
    // Wakes for an answer: the producer of an answer may drain the queue in here, if no other
    // thread drains it.
    virtual void WakeForAnswer() noexcept { Wake(); }

   protected:
    ~Waker() = default;
  };
  using How = void (Waker::*)();

  explicit WakeOnce(Waker& waker) noexcept : waker_(&waker) {}

  // Schedules a wake of the consumer for the end of Producing, which alone makes it. Does nothing
  // while the consumer is awake.
  void Ask(const Producing&) noexcept {
    if (!std::exchange(is_awake_, true)) is_due_ = true;
  }
  // The consumer has found nothing: the next record wakes it.
  void Sleep(const Locked&) noexcept { is_awake_ = false; }

  // Nobody is woken from now on. Never under the queue's mutex; takes mutex_. Idempotent.
  void Close() noexcept;

 private:
  friend class Producing;

  [[nodiscard]] bool TakeDue(const Producing&) noexcept { return std::exchange(is_due_, false); }
  // Never under the queue's mutex; takes mutex_.
  void Wake(How how) noexcept;

  // Guarded by the queue's mutex.
  bool is_awake_ = false;  // until the consumer finds nothing
  bool is_due_ = false;    // until the producer has released the queue's mutex

  std::mutex mutex_;  // guards waker_
  Waker* waker_;
};

// Holds the queue's mutex for a producer, then wakes. The wake comes after the mutex is free: the
// consumer is quick to come, and would only wait for the mutex.
class Producing final : public Locked {
 public:
  Producing(std::mutex& mutex, WakeOnce& wake, WakeOnce::How how = &WakeOnce::Waker::Wake)
      : Locked(mutex), wake_(wake), how_(how) {}
  Producing(const Producing&) = delete;
  Producing& operator=(const Producing&) = delete;
  ~Producing() {
    const bool is_due = wake_.TakeDue(*this);
    lock_.unlock();
    if (is_due) wake_.Wake(how_);
  }

 private:
  WakeOnce& wake_;
  const WakeOnce::How how_;
};

}  // namespace rx_outlook

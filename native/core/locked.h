// Proof that the mutex of a queue is held. The rooms of the queue (Lane, Backlog, FaultBox and the
// others) share that one mutex: a method that needs it asks for a Locked.
#pragma once

#include <mutex>

namespace rx_outlook {

// Made by Producing (wake_once.h) and by Consuming alone.
class Locked {
 public:
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 protected:
  explicit Locked(std::mutex& mutex) : lock_(mutex) {}
  ~Locked() = default;

  std::unique_lock<std::mutex> lock_;
};

// Holds the mutex and wakes nobody: for the consumer, and for what tells the consumer nothing.
class Consuming final : public Locked {
 public:
  explicit Consuming(std::mutex& mutex) : Locked(mutex) {}
};

}  // namespace rx_outlook

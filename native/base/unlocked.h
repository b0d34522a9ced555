// The release of a held mutex for a while.
#pragma once

#include <mutex>

#include "base/locked.h"

namespace rx_outlook {

// Releases the mutex of a Locked while it lives. The thread of that Locked.
class Unlocked {
 public:
  explicit Unlocked(Locked& locked) : lock_(locked.lock()) { lock_.unlock(); }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() { lock_.lock(); }

 private:
  std::unique_lock<std::mutex>& lock_;
};

}  // namespace rx_outlook

// A pipe that wakes a thread that polls.
#pragma once

#include <atomic>

#include "bridge/posix/sockets.h"

namespace rx_outlook::bridge {

class WakePipe {
 public:
  // Before the thread polls. False with errno set when the system gives no pipe.
  bool Open() noexcept;

  // Any thread; never waits.
  void Wake() noexcept;

  // The polling thread: becomes readable when Wake was called, until Clear.
  [[nodiscard]] int readable() const noexcept { return pipe_.read.get(); }
  void Clear() noexcept;

 private:
  Pipe pipe_;
  std::atomic<bool> woken_{false};
};

}  // namespace rx_outlook::bridge

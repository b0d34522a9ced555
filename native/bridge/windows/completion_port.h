// A completion port, which also wakes the thread that takes completions from it.
#pragma once

#include <atomic>

#include "base/windows/handle.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

class CompletionPort {
 public:
  // Before all else. False with the reason.
  bool Open(Reaching& reaching);

  [[nodiscard]] HANDLE get() const noexcept { return port_.get(); }

  // Any thread; never waits.
  void Wake() noexcept;

  // The loop's thread. Passes one completion to its stream, or takes a wake. False when neither
  // came within `timeout` milliseconds.
  bool Take(DWORD timeout) noexcept;

  // The loop's thread: whether Take has met a wake since the last call. From here on Wake wakes
  // again.
  bool TakeWake() noexcept;

 private:
  Handle port_;
  std::atomic<bool> woken_{false};
  bool wake_taken_ = false;  // the loop's thread
};

}  // namespace rx_outlook::bridge

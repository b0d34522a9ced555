#include "bridge/posix/wake_pipe.h"

#include <cerrno>

namespace rx_outlook::bridge {

bool WakePipe::Open() noexcept {
  pipe_ = NewPipe();
  return static_cast<bool>(pipe_.read);
}

void WakePipe::Wake() noexcept {
  if (woken_.exchange(true)) return;
  const char byte = 0;
  // A full pipe wakes, too: so EAGAIN is no failure.
  while (write(pipe_.write.get(), &byte, 1) < 0 && errno == EINTR) {
  }
}

void WakePipe::Clear() noexcept {
  char bytes[64];
  while (read(pipe_.read.get(), bytes, sizeof(bytes)) == sizeof(bytes)) {
  }
  woken_ = false;
}

}  // namespace rx_outlook::bridge

#include "core/wake_once.h"

namespace rx_outlook {

void WakeOnce::Wake(How how) noexcept {
  const std::lock_guard lock(mutex_);
  if (waker_ != nullptr) (waker_->*how)();
}

void WakeOnce::Close() noexcept {
  const std::lock_guard lock(mutex_);
  waker_ = nullptr;
}

}  // namespace rx_outlook

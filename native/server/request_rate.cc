#include "server/request_rate.h"

#include <algorithm>

namespace rx_outlook::bridge {

void RequestRate::Refill(Clock::time_point now) noexcept {
  const std::chrono::duration<double> passed = now - refilled_at_;
  left_ = std::min(most_, left_ + passed.count() * most_);
  refilled_at_ = now;
}

}  // namespace rx_outlook::bridge

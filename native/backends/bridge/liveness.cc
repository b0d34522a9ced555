#include "backends/bridge/liveness.h"

#include <algorithm>
#include <utility>

namespace rx_outlook::bridge {

Liveness::Clock::time_point Liveness::Due() const noexcept { return std::min(sign_at_, doubt_at_); }

void Liveness::Heard(Clock::time_point now) noexcept {
  sign_at_ = now + patience_;
  pinged_ = false;
}

Liveness::Sign Liveness::Look(Clock::time_point now, bool of_use) noexcept {
  if (now < sign_at_) return Sign::kNone;
  // A look that comes much too late: this process or the machine has slept. The server gets its
  // full time.
  const bool slept = now - sign_at_ >= patience_;
  sign_at_ = now + patience_;
  if (of_use && pinged_ && !slept) return Sign::kLost;
  pinged_ = of_use;
  return of_use ? Sign::kPing : Sign::kNone;
}

Liveness::Doubt Liveness::LookAtOldest(Clock::time_point now, const OldestCall& oldest) noexcept {
  if (now < doubt_at_) return Doubt::kNone;
  doubt_at_ = now + patience_;
  const bool is_late = oldest.id != 0 && oldest.id == doubted_;
  doubted_ = oldest.id;
  if (!is_late || probe_ != 0) return Doubt::kNone;
  const bool needs_outlook = oldest.type != FrameType::kHello && oldest.type != FrameType::kPing;
  return needs_outlook ? Doubt::kProbe : Doubt::kLost;
}

bool Liveness::EndProbe(const OldestCall& oldest) noexcept {
  const std::uint32_t probe = std::exchange(probe_, 0);
  return oldest.id != 0 && oldest.id < probe;
}

}  // namespace rx_outlook::bridge

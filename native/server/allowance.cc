#include "server/allowance.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::milliseconds kRefillPause{10};

}  // namespace

Allowance::Allowance(RequestRate& rate, std::chrono::milliseconds silence,
                     Clock::time_point now) noexcept
    : rate_(rate),
      silence_(silence),
      heard_at_(now),
      due_(rate.empty() ? now + kRefillPause : now + silence) {}

bool Allowance::MayAsk(const Load& load) const noexcept {
  if (rate_.empty() || load.pending >= kPendingAtOnce) return false;
  return !load.owed || (!load.full && !load.all_owed_too_much);
}

void Allowance::Served(Clock::time_point now) noexcept {
  heard_at_ = now;
  rate_.Take();
}

void Allowance::Pause(Clock::time_point now, const Load& load, bool owes) noexcept {
  const bool may_ask = MayAsk(load);
  // The server has kept the client waiting: this is not the client's silence.
  if (may_ask && !reading_) heard_at_ = now;
  reading_ = may_ask;
  due_ = Clock::time_point::max();
  if (rate_.empty()) {
    due_ = now + kRefillPause;
  } else if (reading_ && owes) {
    due_ = heard_at_ + silence_;
  }
}

bool Allowance::IsTooSilent(Clock::time_point now, bool owes) const noexcept {
  return reading_ && owes && now - heard_at_ >= silence_;
}

}  // namespace rx_outlook::bridge

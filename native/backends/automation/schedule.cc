#include "backends/automation/schedule.h"

#include <algorithm>

namespace rx_outlook::automation {

void Schedule::Looked(Time now, bool has_changed) {
  looked_ = now;
  if (has_changed) changed_ = now;
  retry_at_ = now;
  retry_ = kFirstRetry;
  is_rejected_ = false;
  is_kicked_ = false;
}

void Schedule::Rejected(Time now) {
  retry_at_ = now + retry_;
  retry_ = std::min(2 * retry_, kLongestRetry);
  is_rejected_ = true;
}

Schedule::Time Schedule::DueFor(const Wish& wish, Time now) const {
  if (is_rejected_) return retry_at_;
  if (!looked_) return now;
  // A burst of kicks must not become a burst of looks.
  return *looked_ + (is_kicked_ ? kShortest : Period(wish, now));
}

Schedule::Duration Schedule::Period(const Wish& wish, Time now) const {
  const bool is_unsettled = changed_ && now - *changed_ < kUnsettled;
  const Duration usual = wish.is_awaited || is_unsettled ? kSoon : kUsual;
  if (!wish.interval) return usual;
  const Duration interval = std::max(*wish.interval, kShortest);
  return wish.has_usual ? std::min(interval, usual) : interval;
}

}  // namespace rx_outlook::automation

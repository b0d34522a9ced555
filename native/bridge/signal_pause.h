// How long a watch ignores its place after an event there.
#pragma once

#include <algorithm>
#include <chrono>

namespace rx_outlook::bridge {

// A single event is reported at once. Events without a pause are reported more and more rarely, so
// that they cost little: another user may cause them. One thread at a time.
class SignalPause {
 public:
  using Clock = std::chrono::steady_clock;
  using Length = std::chrono::milliseconds;

  static constexpr Length kShortest{10};
  // For events that only this user can cause, who has worse means.
  static constexpr Length kLongestOwn{100};
  // For events that any user can cause. A client asks for the place every 5 s in any case.
  static constexpr Length kLongest{5'000};

  // The pause after an event at `now`. It doubles each time, and is short again after a quiet time
  // of twice the pause.
  Length After(Clock::time_point now, Length longest) noexcept {
    length_ = now >= calm_at_ ? kShortest : std::min(2 * length_, longest);
    calm_at_ = now + 3 * length_;
    return length_;
  }

 private:
  Length length_ = kShortest;
  Clock::time_point calm_at_ = Clock::time_point::min();
};

}  // namespace rx_outlook::bridge

// How long a watch of the place does not look at it after something has happened there.
#pragma once

#include <algorithm>
#include <chrono>

namespace rx_outlook::bridge {

// Something that happens once is told of at once. What goes on and on is told of more and more
// rarely, and costs as little: it may be another user's doing. One thread at a time.
class SignalPause {
 public:
  using Clock = std::chrono::steady_clock;
  using Length = std::chrono::milliseconds;

  static constexpr Length kShortest{10};
  // What only this user can cause, who could do worse.
  static constexpr Length kLongestOwn{100};
  // What anybody can. The place is asked for every 5 s, whatever is heard.
  static constexpr Length kLongest{5'000};

  // After something was heard at `now`. Twice as long each time, until nothing was heard for twice
  // as long as the pause was.
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

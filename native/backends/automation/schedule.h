// The times of the looks at Outlook: a pure function of times and results. One thread at a time; no
// lock. Times come from a monotonic clock.
#pragma once

#include <chrono>
#include <optional>

namespace rx_outlook::automation {

class Schedule {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  using Duration = Clock::duration;

  // The time from one look to the next.
  static constexpr Duration kUsual = std::chrono::seconds(5);
  static constexpr Duration kSoon = std::chrono::seconds(2);
  // The time after a change in which kSoon applies.
  static constexpr Duration kUnsettled = std::chrono::minutes(1);
  static constexpr Duration kShortest = std::chrono::milliseconds(250);
  // The time from a rejected look to its repetition: doubled by each further rejection.
  static constexpr Duration kFirstRetry = std::chrono::milliseconds(100);
  static constexpr Duration kLongestRetry = std::chrono::seconds(1);

  // The wishes of all registrations.
  struct Wish {
    std::optional<Duration> interval;  // the shortest requested one
    bool has_usual = true;             // whether any registration requests none
    bool is_awaited = false;           // whether any object's connection is lost
  };

  // A look has answered or failed.
  void Looked(Time now, bool has_changed);
  // A look was rejected, and is repeated.
  void Rejected(Time now);
  // An event that can change the state has happened, such as a change of the network.
  void Kick() { is_kicked_ = true; }

  // Returns when the next look is due for registrations.
  [[nodiscard]] Time DueFor(const Wish& wish, Time now) const;
  // Returns when the next look is due for a question.
  [[nodiscard]] Time DueAtOnce() const { return retry_at_; }

  [[nodiscard]] Duration Period(const Wish& wish, Time now) const;

 private:
  std::optional<Time> looked_;   // none before the first look
  std::optional<Time> changed_;  // none before the first change
  Time retry_at_;                // not before; in the past unless the last look was rejected
  Duration retry_ = kFirstRetry;
  bool is_rejected_ = false;
  bool is_kicked_ = false;
};

}  // namespace rx_outlook::automation

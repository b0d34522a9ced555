// How many requests a process may make in a second.
#pragma once

#include <chrono>
#include <cstddef>

namespace rx_outlook::bridge {

// A token bucket that one second fills. Takes points in time and reads no clock. The server's loop
// thread only, without a lock.
class RequestRate {
 public:
  using Clock = std::chrono::steady_clock;

  RequestRate(std::size_t in_a_second, Clock::time_point now) noexcept
      : most_(static_cast<double>(in_a_second)), left_(most_), refilled_at_(now) {}

  void Refill(Clock::time_point now) noexcept;
  void Take() noexcept { --left_; }
  [[nodiscard]] bool empty() const noexcept { return left_ < 1; }

 private:
  const double most_;
  double left_;
  Clock::time_point refilled_at_;
};

}  // namespace rx_outlook::bridge

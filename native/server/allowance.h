// The limits of one client: how much it may ask, and how long it may be silent.
#pragma once

#include "server/request_rate.h"

namespace rx_outlook::bridge {

// Takes points in time and numbers, and returns decisions; reads no clock and no socket. The
// server's loop thread, which reads the client; `reading` also the dispatcher's, under the client's
// mutex.
class Allowance {
 public:
  using Clock = RequestRate::Clock;

  // Requests without an answer at which the client must wait. All of these occupy the dispatcher
  // thread.
  static constexpr std::size_t kPendingAtOnce = 256;

  // The state of the client's requests and answers.
  struct Load {
    std::size_t pending = 0;         // requests without an answer
    bool owed = false;               // bytes wait for the client
    bool full = false;               // as many as an outbox holds
    bool all_owed_too_much = false;  // more than the server grants all clients together
  };

  // `rate` is shared by the connections of one process.
  Allowance(RequestRate& rate, std::chrono::milliseconds silence, Clock::time_point now) noexcept;

  void Refill(Clock::time_point now) noexcept { rate_.Refill(now); }

  // Whether the next request may be served. A client that asks too fast, or leaves its answers, is
  // not read.
  [[nodiscard]] bool MayAsk(const Load& load) const noexcept;

  // The first bytes of a frame have come.
  void FrameBegins(Clock::time_point now) noexcept { heard_at_ = now; }
  // A request was served.
  void Served(Clock::time_point now) noexcept;

  // All that may be served now was served. `owes`: the client owes its hello or the rest of a
  // frame.
  void Pause(Clock::time_point now, const Load& load, bool owes) noexcept;

  // Whether the server reads the client.
  [[nodiscard]] bool reading() const noexcept { return reading_; }

  // When IsTooSilent and MayAsk want to be asked again.
  [[nodiscard]] Clock::time_point due() const noexcept { return due_; }
  [[nodiscard]] bool IsTooSilent(Clock::time_point now, bool owes) const noexcept;

 private:
  RequestRate& rate_;
  const std::chrono::milliseconds silence_;
  Clock::time_point heard_at_;
  Clock::time_point due_;
  bool reading_ = true;
};

}  // namespace rx_outlook::bridge

// Decides when a server is lost: when it is silent, or answers later calls and not an earlier one.
#pragma once

#include <chrono>
#include <cstdint>

#include "bridge/protocol.h"

namespace rx_outlook::bridge {

// The call that has waited longest for its answer.
struct OldestCall {
  std::uint32_t id = 0;  // 0: no call waits
  FrameType type{};
};

// Takes points in time and returns decisions; reads no clock and sends nothing. The loop's thread
// only, without a lock.
class Liveness {
 public:
  using Clock = std::chrono::steady_clock;
  using Patience = std::chrono::milliseconds;

  enum class Sign {
    kNone,  // nothing to do
    kPing,  // send a ping
    kLost   // the server has not answered the last ping
  };
  enum class Doubt {
    kNone,   // nothing to do
    kProbe,  // send GetCurrentState of object 0, then call Probed
    kLost    // the server does not answer hello or ping
  };

  Liveness(Clock::time_point now, Patience patience) noexcept
      : patience_(patience), sign_at_(now + patience), doubt_at_(sign_at_) {}

  // When Look and LookAtOldest want to be called.
  [[nodiscard]] Clock::time_point Due() const noexcept;

  // Bytes have come from the server.
  void Heard(Clock::time_point now) noexcept;

  // Whether to ask the server for a sign of life. `of_use`: a call waits or a registration listens.
  // The server's own thread answers a ping, also while Outlook is busy.
  [[nodiscard]] Sign Look(Clock::time_point now, bool of_use) noexcept;

  // Whether the server withholds the oldest answer. It may also be busy with that call for as long
  // as Outlook takes. The server answers in order: so it is asked about an object that does not
  // exist, and when that answer comes first, the older one will never come. The whole connection is
  // lost then: the caller of the older one would wait for ever, and every later call behind it.
  [[nodiscard]] Doubt LookAtOldest(Clock::time_point now, const OldestCall& oldest) noexcept;

  // The probe was sent under this number.
  void Probed(std::uint32_t id) noexcept { probe_ = id; }

  [[nodiscard]] bool IsProbe(std::uint32_t id) const noexcept {
    return probe_ != 0 && id == probe_;
  }

  // The probe was answered. True when an older call still waits: then the server is lost.
  [[nodiscard]] bool EndProbe(const OldestCall& oldest) noexcept;

 private:
  const Patience patience_;
  Clock::time_point sign_at_;  // by when bytes must have come
  bool pinged_ = false;
  Clock::time_point doubt_at_;
  std::uint32_t doubted_ = 0;  // the oldest call at the last look
  std::uint32_t probe_ = 0;    // 0: none is under way
};

}  // namespace rx_outlook::bridge

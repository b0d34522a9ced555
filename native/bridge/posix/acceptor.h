// Takes clients at a server's place, and keeps the place.
#pragma once

#include <functional>
#include <string>

#include "bridge/posix/served_place.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

// The loop's thread, except Take.
class Acceptor {
 public:
  using Clock = Loop::Clock;
  // A connection of this user's.
  using OnConnection = std::function<void(Descriptor connection)>;

  // Before the loop runs. False with the reason.
  bool Take(const Surroundings& from, Reaching& reaching) { return place_.Take(from, reaching); }

  // The listener to be polled; -1 while none may be accepted. Due also tells when that ends.
  [[nodiscard]] int listener(Clock::time_point now) const noexcept {
    return accepting_from_ <= now ? place_.listener() : -1;
  }
  // The place's events to be polled; -1 where the system has none.
  [[nodiscard]] int events() const noexcept { return place_.events(); }
  [[nodiscard]] Clock::time_point Due(Clock::time_point now) const noexcept;

  // Accepts one connection. False when none waits or none can be accepted now.
  bool Accept(const OnConnection& on_connection) noexcept;

  // Looks after the place if events have come or it is time: somebody may remove the folder or its
  // files, as cleaners of temporary folders do. False when the place is lost.
  bool LookAfterPlace(short happened, const OnConnection& on_connection) noexcept;

  // How the place was lost; empty if it was not. Moved out, which needs no memory.
  [[nodiscard]] std::string TakeLost() noexcept { return std::move(lost_); }

 private:
  ServedPlace place_;
  Clock::time_point accepting_from_ = Clock::time_point::min();
  Clock::time_point look_at_ = Clock::now();  // not min(): the time left until then must fit
  std::string lost_;
};

}  // namespace rx_outlook::bridge

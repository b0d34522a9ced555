#include "bridge/posix/acceptor.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <new>

#include "bridge/posix/sockets.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};

// How often a server looks after its place without an event there: a folder above it may have been
// moved.
constexpr std::chrono::seconds kLook{60};
constexpr std::chrono::seconds kLookWithoutEvents{5};
constexpr std::chrono::seconds kRetry{1};

}  // namespace

Acceptor::Clock::time_point Acceptor::Due(Clock::time_point now) const noexcept {
  return now < accepting_from_ ? std::min(look_at_, accepting_from_) : look_at_;
}

bool Acceptor::Accept(const OnConnection& on_connection) noexcept {
  Descriptor connection = bridge::Accept(place_.listener());
  if (!connection) {
    // A client that cannot be accepted, such as without a free descriptor, stays and would be
    // announced again at once. A client that has gone, or never was there, is not.
    const bool is_over = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ||
                         errno == ECONNABORTED || errno == EPROTO;
    if (!is_over) accepting_from_ = Clock::now() + kAcceptPause;
    return false;
  }
  if (!IsPeerOf(place_.endpoint().user, connection.get())) return true;
  try {
    on_connection(std::move(connection));
  } catch (const std::bad_alloc&) {
    return true;  // only this client is turned away
  }
  return true;
}

bool Acceptor::LookAfterPlace(short happened, const OnConnection& on_connection) noexcept {
  if (happened == 0 && Clock::now() < look_at_) return true;
  if ((happened & ~POLLIN) == 0) {
    place_.Hear();
  } else {
    place_.GiveUpEvents();  // a broken descriptor would be announced again and again
  }
  look_at_ = Clock::now() + (place_.events() < 0 ? kLookWithoutEvents : kLook);
  if (place_.IsInPlace()) return true;
  while (Accept(on_connection)) {  // clients of the listener that is given up now
  }
  look_at_ = Clock::now() + kRetry;
  try {
    Reaching reaching;
    if (place_.TakeBack(reaching) || reaching.reached == Reached::kLimit) return true;
    lost_ = "the server has lost its place: " + reaching.text;
    return false;
  } catch (const std::bad_alloc&) {
    return true;  // retried
  }
}

}  // namespace rx_outlook::bridge

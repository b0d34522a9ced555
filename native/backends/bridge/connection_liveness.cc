// How a client notices that its server is no longer there, or answers what it likes.
#include <algorithm>
#include <new>
#include <utility>

#include "backends/bridge/connection.h"

namespace rx_outlook::bridge {

Loop::Clock::time_point Connection::Due() noexcept { return std::min(due_, doubt_at_); }

void Connection::OnTime() noexcept {
  const auto now = Loop::Clock::now();
  try {
    if (doubt_at_ <= now) Doubt(now);
    if (due_ <= now) AskForLife(now);
  } catch (const std::bad_alloc&) {
    Lose(E_OUTOFMEMORY, "There is no memory to ask the bridge's server for a sign of life.");
  }
}

bool Connection::IsOfUse() const {
  if (!callbacks_.empty()) return true;
  const std::lock_guard lock(mutex_);
  return OldestLocked() != 0;
}

void Connection::AskForLife(Loop::Clock::time_point now) {
  // Too late by far, it is this process or the machine that has slept: the server gets its time.
  const bool slept = now - due_ >= patience_;
  due_ = now + patience_;
  if (!IsOfUse()) {  // nobody waits or listens: it may be as silent as it likes
    pinged_ = false;
    return;
  }
  if (pinged_ && !slept) {
    return Lose(ERR_BRIDGE_NOT_ANSWERING, "The bridge's server gives no sign of life.");
  }
  pinged_ = true;
  // Its own thread answers this, also while Outlook is busy with what was asked for.
  Request ping;
  ping.type = FrameType::kPing;
  Tell(std::move(ping));
}

// A server that answers pings may be busy with what it was asked, for as long as that takes; or it
// withholds one answer, and whoever waits for that would wait for ever, and all behind it. The
// server answers in order; so it is asked once more, for an object that there is not, and when that
// comes back first, the earlier answer will never come.
void Connection::Doubt(Loop::Clock::time_point now) {
  doubt_at_ = now + patience_;
  const std::lock_guard lock(mutex_);
  if (FAILED(lost_)) return;
  const std::uint32_t oldest = OldestLocked();
  const bool is_late = oldest != 0 && oldest == doubted_;
  doubted_ = oldest;
  if (!is_late || probe_ != 0) return;
  if (oldest == awaited_ &&
      (awaited_type_ == FrameType::kHello || awaited_type_ == FrameType::kPing)) {
    // Its own thread answers these, also while Outlook is busy.
    return LoseLocked(ERR_BRIDGE_NOT_ANSWERING,
                      "The bridge's server does not answer hello or ping.");
  }
  Request request;
  request.type = FrameType::kGetCurrentState;
  probe_ = SendLocked(std::move(request));
}

// The question that has waited longest, 0 for none.
std::uint32_t Connection::OldestLocked() const noexcept {
  const std::uint32_t awaited = answered_ ? 0 : awaited_;
  if (later_.empty()) return awaited;
  const std::uint32_t later = later_.begin()->first;
  return awaited == 0 ? later : std::min(awaited, later);
}

// Whether something is still to be answered that was asked before it.
bool Connection::IsProbeEarlyLocked() noexcept {
  const std::uint32_t probe = std::exchange(probe_, 0);
  const std::uint32_t oldest = OldestLocked();
  return oldest != 0 && oldest < probe;
}

}  // namespace rx_outlook::bridge

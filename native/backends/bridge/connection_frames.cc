// The frames that a connection receives. The loop's thread; takes the connection's mutex for each.
#include <new>
#include <utility>

#include "backends/bridge/connection.h"

namespace rx_outlook::bridge {

void Connection::OnBytes(Channel&, std::size_t size) noexcept {
  liveness_.Heard(Liveness::Clock::now());
  incoming_.Filled(size);
  try {
    if (!TakeFrames()) Lose(ERR_BRIDGE_PROTOCOL, "The bridge's server broke the protocol.");
  } catch (const std::bad_alloc&) {
    Lose(E_OUTOFMEMORY, "There is no memory for an answer of the bridge's server.");
  }
}

void Connection::OnEnd(Channel&) noexcept {
  Lose(ERR_OUTLOOK_NOT_RUNNING, "The bridge's server has ended the connection.");
}

// False when a frame is malformed or answers no call.
bool Connection::TakeFrames() {
  for (;;) {
    Frame frame{};
    const auto result = incoming_.Next(frame);
    if (result == FrameBuffer::Result::kIncomplete) return true;
    if (result == FrameBuffer::Result::kMalformed || !Take(frame)) return false;
  }
}

bool Connection::Take(const Frame& frame) {
  switch (frame.type) {
    case FrameType::kEvents:
      return TakeEvents(frame);
    case FrameType::kAnswer:
      return TakeAnswer(DecodeAnswer(frame));
    case FrameType::kWelcome:
      return TakeWelcome(DecodeWelcome(frame));
    case FrameType::kNames:
      return Complete(DecodeNames(frame));
    case FrameType::kAccountList:
      return Complete(DecodeAccounts(frame));
    default:
      return false;
  }
}

bool Connection::TakeWelcome(std::optional<Welcome> welcome) {
  has_marks_ = welcome && welcome->version >= kAccountsVersion;
  return Complete(std::move(welcome));
}

bool Connection::TakeAnswer(std::optional<Answer> answer) {
  if (!answer) return false;
  if (answer->id == 0) {  // the server ends the connection, and says why
    if (SUCCEEDED(answer->hresult)) return false;
    const Locked locked(mutex_);
    loss_.goodbye = std::move(answer->text);
    Lose(locked, answer->hresult, "");
    return true;
  }
  if (liveness_.IsProbe(answer->id)) {
    const Locked locked(mutex_);
    if (liveness_.EndProbe(calls_.oldest(locked))) {
      Lose(locked, ERR_BRIDGE_PROTOCOL,
           "The bridge's server has answered a later question, and not an earlier one.");
      return true;
    }
  }
  return Complete(std::move(answer));
}

template <typename Message>
bool Connection::Complete(std::optional<Message> message) {
  if (!message) return false;
  std::optional<Calls::Completed> completed;
  {
    const Locked locked(mutex_);
    completed = calls_.Take(locked, std::move(*message));
  }
  if (!completed) return false;
  // Without the mutex: a woken thread runs at once and would wait for it.
  if (completed->by_waiter) changed_.notify_all();
  if (completed->reply) {
    completed->reply(completed->hr, completed->value);
    const Locked locked(mutex_);
    if (SUCCEEDED(loss_.reason)) calls_.SendKept(locked);
  }
  return true;
}

bool Connection::TakeEvents(const Frame& frame) {
  const auto count = CountEvents(frame);
  if (!count) return false;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto event = DecodeEvent(frame, i);
    if (!event) return false;
    if (event->kind == RelayedEvent::Kind::kAccounts && !has_marks_) return false;
    callbacks_.Deliver(*event);
  }
  return true;
}

}  // namespace rx_outlook::bridge

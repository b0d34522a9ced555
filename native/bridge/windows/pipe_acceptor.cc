#include "bridge/windows/pipe_acceptor.h"

#include <new>
#include <utility>

#include "base/windows/text.h"
#include "bridge/windows/pipe_channel.h"

namespace rx_outlook::bridge {

bool PipeAcceptor::Listen(Reaching& reaching) {
  Handle pipe;
  if (!ListenAt(place_, taken_, pipe, reaching)) return false;
  awaiting_ = streams_.Add(std::move(pipe));
  if (awaiting_ == nullptr) {
    const DWORD error = GetLastError();
    reaching = {ReachedBy(error),
                "cannot listen at " + ToUtf8(place_.pipe) + ": " + ErrorText(error)};
    return false;
  }
  mark_.emplace(place_.own.session);
  return true;
}

void PipeAcceptor::Begin() noexcept {
  if (awaiting_ != nullptr) awaiting_->Await();
}

void PipeAcceptor::Accept(Loop::Handler& handler) noexcept {
  if (awaiting_ != nullptr && awaiting_->awaiting()) return;
  // The next instance first, so that one always waits.
  PipeStream* const arrived = std::exchange(awaiting_, AddInstance());
  if (arrived == nullptr) return;
  if (!arrived->connected()) return arrived->Close();
  HandOut(*arrived, handler);
}

PipeStream* PipeAcceptor::AddInstance() noexcept {
  try {
    Handle pipe = NewInstance(place_);
    PipeStream* const stream = pipe ? streams_.Add(std::move(pipe)) : nullptr;
    if (stream != nullptr) stream->Await();
    return stream;
  } catch (const std::bad_alloc&) {
    return nullptr;  // retried
  }
}

void PipeAcceptor::HandOut(PipeStream& stream, Loop::Handler& handler) noexcept {
  try {
    if (!WhyClientDistrusted(place_, stream.pipe()).empty()) return stream.Close();
    ULONG process = 0;
    if (GetNamedPipeClientProcessId(stream.pipe(), &process) == 0) process = 0;
    handler.OnClient(std::make_unique<PipeChannel>(stream, process));
  } catch (const std::bad_alloc&) {
    stream.Close();  // only this client is turned away
  }
}

}  // namespace rx_outlook::bridge

// Takes clients at a server's place.
#pragma once

#include <optional>

#include "bridge/windows/pipe_streams.h"
#include "bridge/windows/place_mark.h"

namespace rx_outlook::bridge {

// Keeps one instance of the pipe that waits for the next client. The loop's thread, except Listen.
class PipeAcceptor {
 public:
  PipeAcceptor(const PipePlace& place, PipeStreams& streams) noexcept
      : place_(place), streams_(streams) {}

  // Before the loop runs. False with the reason.
  bool Listen(Reaching& reaching);

  // The first instance waits for its client. Once, as the loop begins.
  void Begin() noexcept;

  // Whether a client has come to the instance.
  [[nodiscard]] bool arrived() const noexcept {
    return awaiting_ != nullptr && !awaiting_->awaiting();
  }
  // No instance waits: Accept retries to make one.
  [[nodiscard]] bool lacks_instance() const noexcept { return awaiting_ == nullptr; }

  // Hands the client that has come, if it is trusted, to the handler.
  void Accept(Loop::Handler& handler) noexcept;

 private:
  PipeStream* AddInstance() noexcept;
  void HandOut(PipeStream& stream, Loop::Handler& handler) noexcept;

  const PipePlace& place_;
  PipeStreams& streams_;
  std::optional<PlaceMark> mark_;  // ends after taken_, when the name is free
  Handle taken_;
  PipeStream* awaiting_ = nullptr;
};

}  // namespace rx_outlook::bridge

// What a client is owed: the bytes on their way to it, and the rest of a list of names.
#pragma once

#include "bridge/frame.h"
#include "bridge/transport.h"
#include "core/backend_thread.h"

namespace rx_outlook::bridge {

// Not locked: its owner's mutex guards it. A list is encoded frame by frame, as the client takes
// them; so what is owed never exceeds kFull by more than what is appended at once, and what is kept
// of what was sent never exceeds it.
class Outbox {
 public:
  static constexpr std::size_t kFull = 32'768;
  // Events are appended up to here, far below: a flood of them fills no outbox, and a client that
  // takes them slowly is read all the same. Else its Unadvise would wait for the flood's end.
  static constexpr std::size_t kEnough = 4'096;

  // Where frames are appended.
  [[nodiscard]] Bytes& bytes() noexcept { return bytes_; }
  [[nodiscard]] std::size_t owed() const noexcept { return bytes_.size() - sent_; }
  [[nodiscard]] bool full() const noexcept { return owed() >= kFull; }
  [[nodiscard]] bool has_enough() const noexcept { return owed() >= kEnough; }

  // The answer to this request follows, frame by frame: none other is under way.
  void Begin(std::uint32_t id, ProfileNames names) noexcept;
  [[nodiscard]] bool listing() const noexcept { return names_ != nullptr; }
  // Appends the list's frames until it ends or this is full. False when it has not ended.
  bool EncodeNames();

  // Whether all of it was taken. The loop's thread only.
  bool Write(Channel& channel) noexcept;
  // The same on any thread.
  bool TryWrite(Channel& channel) noexcept;

  // Nothing waits: gives back what a flood has taken.
  void Rest() noexcept;

 private:
  bool Sent(std::size_t count) noexcept;

  Bytes bytes_;
  std::size_t sent_ = 0;
  std::uint32_t id_ = 0;
  ProfileNames names_;
  std::size_t next_name_ = 0;
};

}  // namespace rx_outlook::bridge

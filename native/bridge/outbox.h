// Bytes on their way to the other end of a connection, for clients and servers.
#pragma once

#include "base/locked.h"
#include "bridge/frame.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

// Keeps bytes until the channel takes them. Any thread, under the owner's mutex. An owner that
// appends only while the outbox is not full owes at most kFull and one append.

class Outbox {
 public:
  // Bytes that were taken are freed once they exceed this; a server reads no client that is owed
  // as much.
  static constexpr std::size_t kFull = 32'768;

  // Frames are appended here.
  [[nodiscard]] Bytes& bytes(const Locked&) noexcept { return bytes_; }

  // Appends one frame. Leaves the outbox unchanged when it throws for lack of memory.
  template <typename Message>
  void Append(const Locked&, const Message& message) {
    const std::size_t before = bytes_.size();
    try {
      Encode(bytes_, message);
    } catch (...) {
      bytes_.resize(before);
      throw;
    }
  }

  [[nodiscard]] std::size_t owed(const Locked&) const noexcept { return bytes_.size() - sent_; }
  [[nodiscard]] bool full(const Locked& locked) const noexcept { return owed(locked) >= kFull; }

  // True when the channel has taken all bytes. Write: the loop's thread only.
  bool Write(const Locked& locked, Channel& channel) noexcept;
  bool TryWrite(const Locked& locked, Channel& channel) noexcept;

  // Frees the memory that a flood has left, if the outbox is empty.
  void Rest(const Locked&) noexcept;

 private:
  bool Sent(std::size_t count) noexcept;

  Bytes bytes_;
  std::size_t sent_ = 0;
};

}  // namespace rx_outlook::bridge

// One end of a pipe, with the operations under way on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bridge/transport.h"
#include "bridge/windows/pipe.h"

namespace rx_outlook::bridge {

// The loop's thread only. Windows reads into the stream and writes from it until each operation has
// completed: so a stream must live while it is busy, also when it is closed.
class PipeStream {
 public:
  explicit PipeStream(Handle pipe) noexcept : pipe_(std::move(pipe)) {}
  PipeStream(const PipeStream&) = delete;
  PipeStream& operator=(const PipeStream&) = delete;

  // Sends the completions to this port. False, with GetLastError, when the system refuses.
  bool Attach(HANDLE port) noexcept;

  // A server's: begins to wait for a client.
  void Await() noexcept;
  [[nodiscard]] bool awaiting() const noexcept { return connecting_.under_way; }
  [[nodiscard]] bool connected() const noexcept { return connected_; }

  // Ends an operation of whichever stream began it.
  static void Completed(OVERLAPPED* what, DWORD error, DWORD bytes) noexcept;

  // As Channel::Write: the taken bytes are in the pipe, or in a copy that Windows writes.
  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept;

  // Begins to read if there is space and the stream has not ended: also when the handler wants no
  // bytes, since the end of the stream comes behind them.
  void Read() noexcept;

  // The bytes that have come, oldest first.
  [[nodiscard]] const std::uint8_t* unread() const noexcept { return incoming_.data() + taken_; }
  [[nodiscard]] std::size_t unread_size() const noexcept { return filled_ - taken_; }
  void Take(std::size_t size) noexcept { taken_ += size; }

  // A write was refused for lack of space and there is space again. TakeRoom is true once.
  [[nodiscard]] bool HasRoom() const noexcept {
    return is_full_ && !writing_.under_way && !is_cut_;
  }
  [[nodiscard]] bool TakeRoom() noexcept {
    const bool has = HasRoom();
    if (has) is_full_ = false;
    return has;
  }

  // ended: no bytes follow the unread ones. is_cut: written bytes do not arrive any more.
  [[nodiscard]] bool ended() const noexcept { return ended_; }
  [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
  [[nodiscard]] bool wants_reading() const noexcept {
    return !ended_ && !reading_.under_way && unread_size() < incoming_.size();
  }

  // Cancels the operations and closes the pipe.
  void Close() noexcept;
  [[nodiscard]] bool is_closed() const noexcept { return !pipe_; }
  [[nodiscard]] bool busy() const noexcept {
    return connecting_.under_way || reading_.under_way || writing_.under_way;
  }

  [[nodiscard]] HANDLE pipe() const noexcept { return pipe_.get(); }

  Channel* channel = nullptr;  // the stream's owner; null before and after
  bool wants_bytes = true;

 private:
  struct Operation final : OVERLAPPED {
    explicit Operation(PipeStream& owner) noexcept : OVERLAPPED{}, stream(owner) {}
    // The argument for the system's call.
    OVERLAPPED* Begin() noexcept {
      static_cast<OVERLAPPED&>(*this) = {};
      under_way = true;
      return this;
    }
    PipeStream& stream;
    bool under_way = false;
  };

  void Connected(DWORD error) noexcept;
  void Arrived(DWORD error, DWORD bytes) noexcept;

  Handle pipe_;
  Operation connecting_{*this};
  Operation reading_{*this};
  Operation writing_{*this};
  bool connected_ = false;
  bool ended_ = false;
  bool is_cut_ = false;
  bool is_full_ = false;
  std::size_t filled_ = 0;
  std::size_t taken_ = 0;
  std::array<std::uint8_t, kPipeBuffer> incoming_;
  std::array<std::uint8_t, kPipeBuffer> outgoing_;
};

}  // namespace rx_outlook::bridge

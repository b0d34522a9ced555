// One end of a pipe, with what is under way on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bridge/transport.h"
#include "bridge/windows/pipe.h"

namespace rx_outlook::bridge {

// The loop's thread only. Windows reads into it and writes from it until the completion of each
// operation has come, so it lives for as long as it is busy, also when it is closed.
class PipeStream {
 public:
  explicit PipeStream(Handle pipe) noexcept : pipe_(std::move(pipe)) {}
  PipeStream(const PipeStream&) = delete;
  PipeStream& operator=(const PipeStream&) = delete;

  // Its completions go to this port from now on; false when they cannot.
  bool Attach(HANDLE port) noexcept;

  // A server's: waits for a client.
  void Await() noexcept;
  [[nodiscard]] bool awaiting() const noexcept { return connecting_.under_way; }
  [[nodiscard]] bool connected() const noexcept { return connected_; }

  // An operation has ended, of whichever stream it is.
  static void Completed(OVERLAPPED* what, DWORD error, DWORD bytes) noexcept;

  // As Channel::Write: what it took is in the pipe, or in a copy that will get there.
  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept;

  // Asks for bytes, for as long as there is room for more and it has not ended: also when nobody
  // wants them yet, since the end comes behind them.
  void Read() noexcept;

  // What has come, and is to be taken from in front.
  [[nodiscard]] const std::uint8_t* unread() const noexcept { return incoming_.data() + taken_; }
  [[nodiscard]] std::size_t unread_size() const noexcept { return filled_ - taken_; }
  void Take(std::size_t size) noexcept { taken_ += size; }

  // Writes have been refused for want of room, and there is some again: true once.
  [[nodiscard]] bool HasRoom() const noexcept {
    return is_full_ && !writing_.under_way && !is_cut_;
  }
  [[nodiscard]] bool TakeRoom() noexcept {
    const bool has = HasRoom();
    if (has) is_full_ = false;
    return has;
  }

  // Nothing more will come but what is unread; or nothing that is written arrives any more.
  [[nodiscard]] bool ended() const noexcept { return ended_; }
  [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
  [[nodiscard]] bool wants_reading() const noexcept {
    return !ended_ && !reading_.under_way && unread_size() < incoming_.size();
  }

  // Nothing more is to be had of it.
  void Close() noexcept;
  [[nodiscard]] bool is_closed() const noexcept { return !pipe_; }
  [[nodiscard]] bool busy() const noexcept {
    return connecting_.under_way || reading_.under_way || writing_.under_way;
  }

  [[nodiscard]] HANDLE pipe() const noexcept { return pipe_.get(); }

  Channel* channel = nullptr;  // whose stream it is, once it is one's
  bool wants_bytes = true;

 private:
  struct Operation final : OVERLAPPED {
    explicit Operation(PipeStream& owner) noexcept : OVERLAPPED{}, stream(owner) {}
    // For the system.
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

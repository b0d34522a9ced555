// Connections over Unix domain sockets, and the list that a loop polls.
#pragma once

#include <poll.h>

#include <array>
#include <utility>
#include <vector>

#include "bridge/posix/descriptor.h"
#include "bridge/posix/sockets.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

class UnixChannels;

// The loop's thread, except TryWrite.
class UnixChannel final : public Channel {
 public:
  UnixChannel(UnixChannels& channels, Descriptor connection);
  ~UnixChannel() override;

  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept override;
  std::size_t TryWrite(const std::uint8_t* bytes, std::size_t size) noexcept override;
  [[nodiscard]] std::uint32_t process() const noexcept override {
    return PeerProcess(descriptor());
  }
  void WantBytes(bool wanted) noexcept override { wants_bytes_ = wanted; }

  [[nodiscard]] int descriptor() const noexcept { return connection_.get(); }
  [[nodiscard]] short events() const noexcept {
    return static_cast<short>((wants_bytes_ ? POLLIN : 0) | (is_full_ ? POLLOUT : 0));
  }
  // Bytes that were written are lost. The other end may have gone, and said why before; or it only
  // stopped reading, which no event but a failed write reports.
  [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
  // Whether a write was refused for lack of space; resets it.
  [[nodiscard]] bool TakeFull() noexcept { return std::exchange(is_full_, false); }

 private:
  UnixChannels& channels_;
  const Descriptor connection_;
  bool wants_bytes_ = true;
  bool is_full_ = false;
  bool is_cut_ = false;
};

// The channels of one loop, and the descriptors it polls: kOwn of the loop's, then one a channel.
// The loop's thread; before that, the thread that makes the loop.
class UnixChannels {
 public:
  static constexpr std::size_t kOwn = 3;
  using Own = std::array<pollfd, kOwn>;

  UnixChannels() { polled_.reserve(kOwn); }
  UnixChannels(const UnixChannels&) = delete;
  UnixChannels& operator=(const UnixChannels&) = delete;

  // Reserves memory for Collect, which then needs none.
  void Add(UnixChannel* channel);
  // Leaves a null until Collect: the round that serves the channel may be under way.
  void Remove(UnixChannel* channel) noexcept;

  // The descriptors for the next round.
  std::vector<pollfd>& Collect(const Own& own) noexcept;

  // Of that round. A channel is null if it has ended since.
  [[nodiscard]] std::size_t size() const noexcept { return polled_.size() - kOwn; }
  [[nodiscard]] UnixChannel* channel(std::size_t index) const noexcept { return all_[index]; }
  [[nodiscard]] short happened(std::size_t index) const noexcept {
    return polled_[kOwn + index].revents;
  }
  [[nodiscard]] short own_happened(std::size_t index) const noexcept {
    return polled_[index].revents;
  }
  [[nodiscard]] bool any_cut() const noexcept { return any_cut_; }

 private:
  std::vector<UnixChannel*> all_;
  std::vector<pollfd> polled_;
  bool any_cut_ = false;
};

}  // namespace rx_outlook::bridge

#include "bridge/posix/unix_channel.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace rx_outlook::bridge {
namespace {

#ifdef SO_NOSIGPIPE
constexpr int kSendFlags = 0;  // the socket itself sends no SIGPIPE
#else
constexpr int kSendFlags = MSG_NOSIGNAL;
#endif

// ENOBUFS: macOS says so instead of EAGAIN when it has no buffer for the socket.
bool IsFull(int error) noexcept {
  return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS;
}

}  // namespace

UnixChannel::UnixChannel(UnixChannels& channels, Descriptor connection)
    : channels_(channels), connection_(std::move(connection)) {
  channels_.Add(this);
}

UnixChannel::~UnixChannel() { channels_.Remove(this); }

std::size_t UnixChannel::Write(const std::uint8_t* bytes, std::size_t size) noexcept {
  std::size_t written = 0;
  while (written < size) {
    const ssize_t taken = send(descriptor(), bytes + written, size - written, kSendFlags);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) {
      (IsFull(errno) ? is_full_ : is_cut_) = true;
      break;
    }
    written += static_cast<std::size_t>(taken);
  }
  return written;
}

std::size_t UnixChannel::TryWrite(const std::uint8_t* bytes, std::size_t size) noexcept {
  const ssize_t taken = send(descriptor(), bytes, size, kSendFlags);
  return taken < 0 ? 0 : static_cast<std::size_t>(taken);  // the loop's thread finds the reason
}

void UnixChannels::Add(UnixChannel* channel) {
  polled_.reserve(kOwn + all_.size() + 1);
  all_.push_back(channel);
}

void UnixChannels::Remove(UnixChannel* channel) noexcept {
  std::replace(all_.begin(), all_.end(), channel, static_cast<UnixChannel*>(nullptr));
}

std::vector<pollfd>& UnixChannels::Collect(const Own& own) noexcept {
  all_.erase(std::remove(all_.begin(), all_.end(), nullptr), all_.end());
  polled_.assign(own.begin(), own.end());
  any_cut_ = false;
  for (const UnixChannel* const channel : all_) {
    polled_.push_back({channel->descriptor(), channel->events(), 0});
    any_cut_ = any_cut_ || channel->is_cut();
  }
  return polled_;
}

}  // namespace rx_outlook::bridge

#include "bridge/outbox.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::size_t kKeptCapacity = 4'096;

}  // namespace

bool Outbox::Write(const Locked& locked, Channel& channel) noexcept {
  return Sent(channel.Write(bytes_.data() + sent_, owed(locked)));
}

bool Outbox::TryWrite(const Locked& locked, Channel& channel) noexcept {
  return Sent(channel.TryWrite(bytes_.data() + sent_, owed(locked)));
}

bool Outbox::Sent(std::size_t count) noexcept {
  sent_ += count;
  if (sent_ == bytes_.size()) {
    bytes_.clear();
    sent_ = 0;
    return true;
  }
  // A slow reader takes little at a time. Erasing copies the rest, so only many bytes are worth it.
  if (sent_ > kFull) {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
  return false;
}

void Outbox::Rest(const Locked&) noexcept {
  if (bytes_.empty() && bytes_.capacity() > kKeptCapacity) Bytes().swap(bytes_);
}

}  // namespace rx_outlook::bridge

#include "server/outbox.h"

#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr std::size_t kKeptCapacity = 4096;

}  // namespace

void Outbox::Begin(std::uint32_t id, ProfileNames names) noexcept {
  id_ = id;
  names_ = std::move(names);
  next_name_ = 0;
}

bool Outbox::EncodeNames() {
  while (names_ && !full()) {
    EncodeSome(bytes_, id_, *names_, next_name_);
    if (next_name_ == names_->size()) names_.reset();
  }
  return !listing();
}

bool Outbox::Write(Channel& channel) noexcept {
  return Sent(channel.Write(bytes_.data() + sent_, owed()));
}

bool Outbox::TryWrite(Channel& channel) noexcept {
  return Sent(channel.TryWrite(bytes_.data() + sent_, owed()));
}

bool Outbox::Sent(std::size_t count) noexcept {
  sent_ += count;
  if (sent_ < bytes_.size()) {
    // A client that takes a little at a time: what it has taken is given back, so that what is kept
    // agrees with what is owed. No more often than is worth the copy.
    if (sent_ > kFull) {
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(sent_));
      sent_ = 0;
    }
    return false;
  }
  bytes_.clear();
  sent_ = 0;
  return true;
}

void Outbox::Rest() noexcept {
  if (bytes_.empty() && bytes_.capacity() > kKeptCapacity) Bytes().swap(bytes_);
}

}  // namespace rx_outlook::bridge

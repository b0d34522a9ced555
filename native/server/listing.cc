#include "server/listing.h"

#include <utility>

namespace rx_outlook::bridge {

void Listing::Begin(const Locked&, std::uint32_t id, ProfileNames names) noexcept {
  id_ = id;
  names_ = std::move(names);
  next_ = 0;
}

bool Listing::Encode(const Locked& locked, Outbox& outbox) {
  while (names_ && !outbox.full(locked)) {
    EncodeSome(outbox.bytes(locked), id_, *names_, next_);
    if (next_ == names_->size()) names_.reset();
  }
  return names_ == nullptr;
}

}  // namespace rx_outlook::bridge

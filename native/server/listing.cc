#include "server/listing.h"

#include <utility>

namespace rx_outlook::bridge {

void Listing::Begin(const Locked&, std::uint32_t id, ProfileNames names) noexcept {
  id_ = id;
  names_ = std::move(names);
  next_ = 0;
}

void Listing::Begin(const Locked&, std::uint32_t id, AccountList accounts) noexcept {
  id_ = id;
  accounts_ = std::move(accounts);
  next_ = 0;
}

template <typename List>
void Listing::EncodeFrom(const Locked& locked, Outbox& outbox, List& list) {
  while (list && !outbox.full(locked)) {
    EncodeSome(outbox.bytes(locked), id_, *list, next_);
    if (next_ == list->size()) list.reset();
  }
}

bool Listing::Encode(const Locked& locked, Outbox& outbox) {
  EncodeFrom(locked, outbox, names_);
  EncodeFrom(locked, outbox, accounts_);
  return !under_way(locked);
}

}  // namespace rx_outlook::bridge

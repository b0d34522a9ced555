// A list on its way to a client: the names of the profiles, or the accounts of one.
#pragma once

#include "bridge/outbox.h"
#include "core/backend_thread.h"

namespace rx_outlook::bridge {

// Encodes a list frame by frame as the client takes the frames: so an outbox never holds the whole
// list. The loop's and the dispatcher's thread, under the client's mutex.
class Listing {
 public:
  // Begins the answer to this request. No other list may be under way.
  void Begin(const Locked&, std::uint32_t id, ProfileNames names) noexcept;
  void Begin(const Locked&, std::uint32_t id, AccountList accounts) noexcept;

  [[nodiscard]] bool under_way(const Locked&) const noexcept {
    return names_ != nullptr || accounts_ != nullptr;
  }

  // Appends frames until the list ends or the outbox is full. True when the list has ended.
  bool Encode(const Locked& locked, Outbox& outbox);

 private:
  template <typename List>
  void EncodeFrom(const Locked& locked, Outbox& outbox, List& list);

  std::uint32_t id_ = 0;
  // At most one of the two is not null.
  ProfileNames names_;
  AccountList accounts_;
  std::size_t next_ = 0;
};

}  // namespace rx_outlook::bridge

// A server's place: the listener, and taking the place back after somebody has removed it.
#pragma once

#include "bridge/posix/endpoint.h"
#include "bridge/posix/place_events.h"

namespace rx_outlook::bridge {

// One thread at a time.
class ServedPlace {
 public:
  // False with the reason when another server has the place or it cannot be made.
  bool Take(const Surroundings& from, Reaching& reaching);

  [[nodiscard]] const Endpoint& endpoint() const noexcept { return endpoint_; }
  [[nodiscard]] int listener() const noexcept { return listener_.get(); }

  // To be polled for POLLIN; then call Hear and IsInPlace. Negative where the system reports no
  // events.
  [[nodiscard]] int events() const noexcept { return events_.descriptor(); }
  // Reads and discards the events.
  void Hear() noexcept { events_.Hear(); }
  // Closes a broken descriptor.
  void GiveUpEvents() noexcept { events_ = {}; }

  [[nodiscard]] bool IsInPlace() const noexcept {
    return bridge::IsInPlace(endpoint_, mark_, socket_);
  }
  // Makes the folder private again, and makes what was removed again, with a new listener. False
  // with the reason: after kLimit a retry may succeed, otherwise the place is lost.
  bool TakeBack(Reaching& reaching);

 private:
  [[nodiscard]] bool IsFolderInPlace() const noexcept {
    return IsNamed(endpoint_.folder.get(), endpoint_.path);
  }
  bool TakeFolderBack(Reaching& reaching);

  Surroundings from_;
  Endpoint endpoint_;
  Descriptor mark_;
  Descriptor listener_;
  PlaceEvents events_;
  unsigned long long socket_ = 0;
};

}  // namespace rx_outlook::bridge

// A server's own place: listened at, and taken back when somebody has removed it.
#pragma once

#include "bridge/posix/endpoint.h"

namespace rx_outlook::bridge {

// One thread at a time.
class ServedPlace {
 public:
  // False with the reason when it is taken, or there is none.
  bool Take(const Surroundings& from, Reaching& reaching);

  [[nodiscard]] const Endpoint& endpoint() const noexcept { return endpoint_; }
  [[nodiscard]] int listener() const noexcept { return listener_.get(); }

  // To be polled for POLLIN, when it is time to look; negative where the system has no such events.
  [[nodiscard]] int events() const noexcept { return events_.get(); }
  // Reads the events away.
  void Hear() noexcept;
  // Gives a descriptor up that is of no use any more.
  void GiveUpEvents() noexcept { events_ = Descriptor(); }

  [[nodiscard]] bool IsInPlace() const noexcept {
    return bridge::IsInPlace(endpoint_, mark_, socket_);
  }
  // When it is not: a folder that others may enter is made private again, and what was removed is
  // made again, with another listener. False with the reason.
  // After kLimit it may be tried again; else the place is lost.
  bool TakeBack(Reaching& reaching);

 private:
  bool TakeFolderBack(Reaching& reaching);
  void Watch() noexcept;

  Surroundings from_;
  Endpoint endpoint_;
  Descriptor mark_;
  Descriptor listener_;
  Descriptor events_;
  unsigned long long socket_ = 0;
};

}  // namespace rx_outlook::bridge

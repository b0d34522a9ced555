// Changes of open folders, as kqueue reports them. One thread at a time. Not on Linux.
#pragma once

#include "bridge/posix/descriptor.h"

namespace rx_outlook::bridge {

class Vnodes {
 public:
  enum class Of {
    kItself,            // its mode, its owner, its name, its end
    kItselfAndEntries,  // also what is made and removed in it, and the end of a lock on it
  };

  Vnodes() noexcept = default;
  // Without a descriptor when the system has none left.
  static Vnodes Open() noexcept;

  // To be polled for POLLIN; then call Read. Negative without a descriptor.
  [[nodiscard]] int events() const noexcept { return events_.get(); }

  // Reports changes of `folder` until the result is closed. Empty when the system refuses.
  [[nodiscard]] Descriptor Watch(int folder, Of of) noexcept;

  // Reads all events. True when there was one.
  [[nodiscard]] bool Read() const noexcept;

 private:
  explicit Vnodes(int events) noexcept : events_(events) {}

  Descriptor events_;
};

}  // namespace rx_outlook::bridge

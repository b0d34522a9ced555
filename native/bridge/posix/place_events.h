// Tells a server that its place may have been taken away. One thread at a time.
#pragma once

#include "bridge/posix/linux.h"
#ifdef RX_OUTLOOK_LINUX
#include "bridge/posix/descriptor.h"
#else
#include "bridge/posix/vnodes.h"
#endif

namespace rx_outlook::bridge {

class PlaceEvents {
 public:
  // Watches the folder that is open, even if another one has its name by now.
  void Watch(int folder) noexcept;

  // To be polled for POLLIN; then call Hear. Negative when the system refuses to watch.
  [[nodiscard]] int descriptor() const noexcept;

  // Reads and discards the events.
  void Hear() noexcept;

 private:
#ifdef RX_OUTLOOK_LINUX
  Descriptor events_;
#else
  Vnodes vnodes_;
  Descriptor watch_;
#endif
};

}  // namespace rx_outlook::bridge

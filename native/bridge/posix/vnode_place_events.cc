#include "bridge/posix/place_events.h"

namespace rx_outlook::bridge {

void PlaceEvents::Watch(int folder) noexcept {
  vnodes_ = Vnodes::Open();
  watch_ = vnodes_.Watch(folder, Vnodes::Of::kItselfAndEntries);
}

int PlaceEvents::descriptor() const noexcept { return watch_ ? vnodes_.events() : -1; }

void PlaceEvents::Hear() noexcept { static_cast<void>(vnodes_.Read()); }

}  // namespace rx_outlook::bridge

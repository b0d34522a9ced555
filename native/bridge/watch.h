// Notices servers that start and end, so that waiting for one needs no polling.
#pragma once

#include <functional>
#include <memory>

#include "abi/surroundings.h"

namespace rx_outlook::bridge {

// Reports that a server may have started or ended at the user's place.
class PlaceWatch {
 public:
  PlaceWatch() = default;
  PlaceWatch(const PlaceWatch&) = delete;
  PlaceWatch& operator=(const PlaceWatch&) = delete;
  virtual ~PlaceWatch() = default;  // `changed` is not called after it
};

// The watch's own thread calls `changed`. Null where the system offers no watch: the caller polls.
std::unique_ptr<PlaceWatch> WatchPlace(const Surroundings& from, std::function<void()> changed);

}  // namespace rx_outlook::bridge

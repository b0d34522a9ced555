// Notices servers that come and go, so that nobody need ask in vain.
#pragma once

#include <functional>
#include <memory>

#include "abi/surroundings.h"

namespace rx_outlook::bridge {

// Says when a server may have come to the user's place, or gone from it.
class PlaceWatch {
 public:
  PlaceWatch() = default;
  PlaceWatch(const PlaceWatch&) = delete;
  PlaceWatch& operator=(const PlaceWatch&) = delete;
  virtual ~PlaceWatch() = default;  // `changed` is not called once it has returned
};

// `changed` is called on a thread of the watch's own. Null where the system gives none: a poll must
// do.
std::unique_ptr<PlaceWatch> WatchPlace(const Surroundings& from, std::function<void()> changed);

}  // namespace rx_outlook::bridge

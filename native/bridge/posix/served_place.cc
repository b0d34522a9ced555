#include "bridge/posix/served_place.h"

#include <utility>

namespace rx_outlook::bridge {

bool ServedPlace::Take(const Surroundings& from, Reaching& reaching) {
  from_ = from;
  if (!OpenEndpoint(from_, true, endpoint_, reaching)) return false;
  if (!ListenAt(endpoint_, mark_, listener_, reaching)) return false;
  socket_ = SocketNumber(endpoint_);
  events_.Watch(endpoint_.folder.get());
  return true;
}

bool ServedPlace::TakeBack(Reaching& reaching) {
  if (IsFolderInPlace() && !MakePrivate(endpoint_, reaching)) return false;
  if (IsInPlace()) return true;
  Descriptor mark;
  Descriptor listener;
  if (IsFolderInPlace() && ListenAgainAt(endpoint_, mark, listener, reaching)) {
    mark_ = std::move(mark);
    listener_ = std::move(listener);
    socket_ = SocketNumber(endpoint_);
    return true;
  }
  // The folder may have gone in the meantime; if not, the reason stands.
  return !IsFolderInPlace() && TakeFolderBack(reaching);
}

bool ServedPlace::TakeFolderBack(Reaching& reaching) {
  Endpoint endpoint;
  Descriptor mark;
  Descriptor listener;
  if (!OpenEndpoint(from_, true, endpoint, reaching) ||
      !ListenAt(endpoint, mark, listener, reaching)) {
    return false;
  }
  endpoint_ = std::move(endpoint);
  mark_ = std::move(mark);
  listener_ = std::move(listener);
  socket_ = SocketNumber(endpoint_);
  events_.Watch(endpoint_.folder.get());
  return true;
}

}  // namespace rx_outlook::bridge

#include "bridge/posix/served_place.h"

#include <sys/stat.h>

#include <utility>

#ifdef __linux__
#include <sys/inotify.h>

#include <array>
#endif

namespace rx_outlook::bridge {
namespace {

bool IsNamed(const Endpoint& endpoint) noexcept {
  struct stat held{};
  struct stat named{};
  return fstat(endpoint.folder.get(), &held) == 0 && lstat(endpoint.path.c_str(), &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

}  // namespace

bool ServedPlace::Take(const Surroundings& from, Reaching& reaching) {
  from_ = from;
  if (!OpenEndpoint(from_, true, endpoint_, reaching)) return false;
  if (!ListenAt(endpoint_, mark_, listener_, reaching)) return false;
  socket_ = SocketNumber(endpoint_);
  Watch();
  return true;
}

bool ServedPlace::TakeBack(Reaching& reaching) {
  if (IsNamed(endpoint_) && !MakePrivate(endpoint_, reaching)) return false;
  if (IsInPlace()) return true;
  Descriptor mark;
  Descriptor listener;
  if (IsNamed(endpoint_) && ListenAgainAt(endpoint_, mark, listener, reaching)) {
    mark_ = std::move(mark);
    listener_ = std::move(listener);
    socket_ = SocketNumber(endpoint_);
    return true;
  }
  // The folder may have gone in the meantime; if not, the reason stands.
  return !IsNamed(endpoint_) && TakeFolderBack(reaching);
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
  Watch();
  return true;
}

#ifdef __linux__

void ServedPlace::Watch() noexcept {
  events_ = Descriptor(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  // The folder that is open, even if another one has its name by now.
  const auto held = DescriptorPath(endpoint_.folder.get());
  constexpr std::uint32_t kLosses = IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                    IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR;
  if (inotify_add_watch(events_.get(), held.data(), kLosses) < 0) events_ = Descriptor();
}

void ServedPlace::Hear() noexcept {
  std::array<char, 4096> bytes;
  while (read(events_.get(), bytes.data(), bytes.size()) > 0) {
  }
}

#else

void ServedPlace::Watch() noexcept {}
void ServedPlace::Hear() noexcept {}

#endif

}  // namespace rx_outlook::bridge

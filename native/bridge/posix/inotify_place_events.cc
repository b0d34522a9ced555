#include <sys/inotify.h>

#include <array>
#include <cstdint>

#include "bridge/posix/place_events.h"

namespace rx_outlook::bridge {

void PlaceEvents::Watch(int folder) noexcept {
  events_ = Descriptor(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  const auto held = DescriptorPath(folder);
  constexpr std::uint32_t kLosses = IN_ATTRIB | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                    IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR;
  if (inotify_add_watch(events_.get(), held.data(), kLosses) < 0) events_ = Descriptor();
}

int PlaceEvents::descriptor() const noexcept { return events_.get(); }

void PlaceEvents::Hear() noexcept {
  std::array<char, 4096> bytes;
  while (read(events_.get(), bytes.data(), bytes.size()) > 0) {
  }
}

}  // namespace rx_outlook::bridge

// A stand-in for kqueue in the tests: reports by inotify what kqueue would report, and nothing
// else. A watch is an inotify descriptor of its own, so that its closing ends the watch.
#include "bridge/posix/vnodes.h"

#include <sys/epoll.h>
#include <sys/inotify.h>

#include <array>
#include <climits>
#include <cstdint>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <string>

namespace rx_outlook::bridge {
namespace {

constexpr std::uint32_t kItself = IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR;
// The server's mark is closed at the end of its process, as its lock is released.
constexpr std::uint32_t kEntries =
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE;
// Of the parent: inotify reports no removal of a folder that is open.
constexpr std::uint32_t kRemoval = IN_DELETE | IN_ONLYDIR;

struct Watched {
  int removal;
  std::string name;
};

std::mutex mutex;
std::map<int, Watched> watches;  // guarded by mutex; by the inotify descriptor

// Watches the parent for the removal of the folder. False without memory.
bool Remember(int events, int folder) noexcept {
  std::array<char, PATH_MAX> link{};
  const ssize_t size = readlink(DescriptorPath(folder).data(), link.data(), link.size() - 1);
  if (size < 0) return false;
  try {
    const std::string path = link.data();
    const std::size_t slash = path.rfind('/');
    const std::string parent = path.substr(0, slash + 1);
    const std::lock_guard lock(mutex);
    watches[events] = {inotify_add_watch(events, parent.c_str(), kRemoval), path.substr(slash + 1)};
  } catch (const std::bad_alloc&) {
    return false;
  }
  return true;
}

bool Counts(const Watched& watched, const inotify_event& event, const char* name) {
  if (event.wd == watched.removal) return watched.name == name;
  // kqueue reports no change of an entry's mode, owner or times.
  return event.len == 0 || (event.mask & IN_ATTRIB) == 0;
}

bool ReadOne(int events) {
  const std::lock_guard lock(mutex);
  const Watched& watched = watches.at(events);
  bool is_any = false;
  alignas(inotify_event) std::array<char, 4096> buffer;
  ssize_t size = 0;
  while ((size = read(events, buffer.data(), buffer.size())) > 0) {
    for (ssize_t at = 0; at < size;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const char* const name = event.len == 0 ? "" : buffer.data() + at + sizeof(event);
      if (Counts(watched, event, name)) is_any = true;
      at += static_cast<ssize_t>(sizeof(event) + event.len);
    }
  }
  return is_any;
}

}  // namespace

Vnodes Vnodes::Open() noexcept { return Vnodes(epoll_create1(EPOLL_CLOEXEC)); }

Descriptor Vnodes::Watch(int folder, Of of) noexcept {
  Descriptor events(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  const std::uint32_t mask = of == Of::kItself ? kItself : kItself | kEntries;
  if (inotify_add_watch(events.get(), DescriptorPath(folder).data(), mask) < 0) return {};
  if (!Remember(events.get(), folder)) return {};
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = events.get();
  if (epoll_ctl(events_.get(), EPOLL_CTL_ADD, events.get(), &event) != 0) return {};
  return events;
}

bool Vnodes::Read() const noexcept {
  bool is_any = false;
  epoll_event event{};
  while (epoll_wait(events(), &event, 1, 0) > 0) {
    if (ReadOne(event.data.fd)) is_any = true;
  }
  return is_any;
}

}  // namespace rx_outlook::bridge

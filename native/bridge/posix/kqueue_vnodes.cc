#include <fcntl.h>
#include <sys/event.h>
#include <sys/time.h>

#include "bridge/posix/vnodes.h"

namespace rx_outlook::bridge {
namespace {

constexpr unsigned kItself = NOTE_ATTRIB | NOTE_DELETE | NOTE_RENAME | NOTE_REVOKE;
#ifdef NOTE_FUNLOCK
// macOS: a server holds a lock on the folder, which ends with its process, whatever the cause.
constexpr unsigned kEntries = NOTE_WRITE | NOTE_FUNLOCK;
#else
constexpr unsigned kEntries = NOTE_WRITE;
#endif

}  // namespace

Vnodes Vnodes::Open() noexcept {
  Vnodes vnodes(kqueue());
  // No process inherits a kqueue by fork; FD_CLOEXEC is for an exec without fork.
  if (vnodes.events() >= 0) fcntl(vnodes.events(), F_SETFD, FD_CLOEXEC);
  return vnodes;
}

Descriptor Vnodes::Watch(int folder, Of of) noexcept {
  // A descriptor of its own: the watch ends when it is closed.
  Descriptor watched(fcntl(folder, F_DUPFD_CLOEXEC, 0));
  const unsigned notes = of == Of::kItself ? kItself : kItself | kEntries;
  struct kevent change{};
  EV_SET(&change, watched.get(), EVFILT_VNODE, EV_ADD | EV_CLEAR, notes, 0, nullptr);
  if (!watched || kevent(events(), &change, 1, nullptr, 0, nullptr) != 0) return {};
  return watched;
}

bool Vnodes::Read() const noexcept {
  bool is_any = false;
  const timespec at_once{};
  struct kevent event{};
  while (kevent(events(), nullptr, 0, &event, 1, &at_once) > 0) is_any = true;
  return is_any;
}

}  // namespace rx_outlook::bridge

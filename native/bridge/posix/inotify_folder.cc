#include "bridge/posix/inotify_folder.h"

#include <unistd.h>

#include <array>
#include <cstring>
#include <utility>

namespace rx_outlook::bridge {
namespace {

// The folder: a socket that is made, taken away, or touched by a server that listens from then on;
// the lock that a process closes when it ends, however it ends; the folder's own mode and end.
constexpr std::uint32_t kInFolder = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM |
                                    IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVE_SELF | IN_ONLYDIR |
                                    IN_DONT_FOLLOW;
// Its parent, for as long as it is not there.
constexpr std::uint32_t kInParent = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;
constexpr std::uint32_t kLost = IN_IGNORED | IN_MOVE_SELF;

}  // namespace

InotifyFolder::InotifyFolder(std::string path)
    : path_(std::move(path)),
      name_(path_.substr(path_.rfind('/') + 1)),
      parent_path_(path_.substr(0, path_.size() - name_.size())),
      events_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {}

int InotifyFolder::Add(const std::string& path, std::uint32_t events) const noexcept {
  return inotify_add_watch(events_.get(), path.c_str(), events);
}

bool InotifyFolder::Watch() noexcept {
  if (folder_ == kNone) folder_ = Add(path_, kInFolder);
  if (folder_ == kNone && parent_ == kNone) {
    parent_ = Add(parent_path_, kInParent);
    folder_ = Add(path_, kInFolder);  // it may have been made between the two
  }
  if (folder_ != kNone && parent_ != kNone) {
    inotify_rm_watch(events(), parent_);
    parent_ = kNone;
  }
  return folder_ != kNone || parent_ != kNone;
}

bool InotifyFolder::Read() noexcept {
  bool is_news = false;
  alignas(inotify_event) std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = read(events(), buffer.data(), buffer.size());
    if (size <= 0) break;
    for (ssize_t at = 0; at < size;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof(event));
      const char* const name = event.len == 0 ? "" : buffer.data() + at + sizeof(event);
      if (Take(event, name)) is_news = true;
      at += static_cast<ssize_t>(sizeof(event) + event.len);
    }
  }
  Watch();
  return is_news;
}

bool InotifyFolder::Take(const inotify_event& event, const char* name) noexcept {
  if ((event.mask & IN_Q_OVERFLOW) != 0) return true;
  if (event.wd == folder_) {
    if ((event.mask & kLost) != 0) {
      if ((event.mask & IN_IGNORED) == 0) inotify_rm_watch(events(), folder_);
      folder_ = kNone;
    }
    return true;
  }
  if (event.wd != parent_) return false;  // of a watch that was given up
  if ((event.mask & IN_IGNORED) != 0) parent_ = kNone;
  return name_ == name;
}

}  // namespace rx_outlook::bridge

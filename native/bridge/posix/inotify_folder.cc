#include "bridge/posix/inotify_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <utility>

#include "bridge/posix/endpoint.h"

namespace rx_outlook::bridge {
namespace {

// In the folder: the socket is made, removed, or touched when its server listens; the mark is
// closed by the end of its process, whatever the cause; the folder's own mode and end.
constexpr std::uint32_t kInFolder = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM |
                                    IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVE_SELF | IN_ONLYDIR;
// In the parent, while the folder is missing or not private to the user.
constexpr std::uint32_t kInParent =
    IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB | IN_ONLYDIR;
constexpr std::uint32_t kLost = IN_IGNORED | IN_MOVE_SELF;

Descriptor OpenToLook(const std::string& path, int more) noexcept {
  return Descriptor(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC | more));
}

// Watches the folder that was checked, even if another one has its name by now.
int AddWatch(int events, const Descriptor& folder, std::uint32_t mask) noexcept {
  return inotify_add_watch(events, DescriptorPath(folder.get()).data(), mask);
}

}  // namespace

InotifyFolder::InotifyFolder(std::string path, unsigned user)
    : path_(std::move(path)),
      name_(path_.substr(path_.rfind('/') + 1)),
      parent_path_(path_.substr(0, path_.size() - name_.size())),
      user_(user),
      events_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {}

void InotifyFolder::WatchFolder() noexcept {
  const Descriptor folder = OpenToLook(path_, O_NOFOLLOW);
  // Another user's folder could wake this process at will.
  if (folder && IsPrivate(folder.get(), user_)) folder_ = AddWatch(events(), folder, kInFolder);
}

void InotifyFolder::WatchParent() noexcept {
  const Descriptor parent = OpenToLook(parent_path_, 0);
  if (!parent) return;
  struct stat found{};
  is_parent_shared_ = fstat(parent.get(), &found) != 0 || found.st_uid != user_ ||
                      (found.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  parent_ = AddWatch(events(), parent, kInParent);
}

bool InotifyFolder::Watch() noexcept {
  if (folder_ == kNone) WatchFolder();
  if (folder_ == kNone && parent_ == kNone) {
    WatchParent();
    WatchFolder();  // the folder may have been made in between
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
  if (event.wd == folder_) return TakeOfFolder(event);
  if (event.wd != parent_) return false;  // from a watch that was removed
  if ((event.mask & IN_IGNORED) != 0) parent_ = kNone;
  return name_ == name;
}

bool InotifyFolder::TakeOfFolder(const inotify_event& event) noexcept {
  // The mode or owner has changed: the next Watch checks whether the folder is still private.
  const bool is_changed = event.len == 0 && (event.mask & IN_ATTRIB) != 0;
  if (is_changed || (event.mask & kLost) != 0) {
    if ((event.mask & IN_IGNORED) == 0) inotify_rm_watch(events(), folder_);
    folder_ = kNone;
  }
  return true;
}

}  // namespace rx_outlook::bridge

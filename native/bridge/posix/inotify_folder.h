// What happens in the bridge's folder, and whether it is there at all. Linux alone.
#pragma once

#include <sys/inotify.h>

#include <cstdint>
#include <string>

#include "bridge/posix/descriptor.h"

namespace rx_outlook::bridge {

// One thread at a time.
class InotifyFolder {
 public:
  // `user`: whose the folder has to be.
  InotifyFolder(std::string path, unsigned user);

  // To be polled for POLLIN, when Read is to be called; negative when the system gives none.
  [[nodiscard]] int events() const noexcept { return events_.get(); }

  // Watches the folder if it is private to the user, or else its parent until it is. False when
  // neither can be watched.
  bool Watch() noexcept;

  // Reads all that has happened. True when something of that may be about a server.
  bool Read() noexcept;

  // Whether other users may cause what is read.
  [[nodiscard]] bool is_shared() const noexcept { return folder_ == kNone && is_parent_shared_; }

 private:
  static constexpr int kNone = -1;

  void WatchFolder() noexcept;
  void WatchParent() noexcept;
  bool Take(const inotify_event& event, const char* name) noexcept;
  bool TakeOfFolder(const inotify_event& event) noexcept;

  const std::string path_;
  const std::string name_;
  const std::string parent_path_;
  const unsigned user_;
  const Descriptor events_;
  int folder_ = kNone;
  int parent_ = kNone;
  bool is_parent_shared_ = true;
};

}  // namespace rx_outlook::bridge

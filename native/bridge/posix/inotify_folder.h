// Watches the bridge's folder, also while it is missing. Linux only.
#pragma once

#include <sys/inotify.h>

#include <cstdint>
#include <string>

#include "bridge/posix/descriptor.h"

namespace rx_outlook::bridge {

// Watches the folder or, until it exists, its parent. One thread at a time.
class InotifyFolder {
 public:
  // `user`: the owner that the folder must have.
  InotifyFolder(std::string path, unsigned user);

  // To be polled for POLLIN; then call Read. Negative when the system has no descriptor left.
  [[nodiscard]] int events() const noexcept { return events_.get(); }

  // Watches the folder if it is private to the user, otherwise its parent. False when neither can
  // be watched.
  bool Watch() noexcept;

  // Reads all events. True when one of them may be about a server.
  bool Read() noexcept;

  // Whether other users can cause the events.
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

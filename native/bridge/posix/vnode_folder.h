// Watches the bridge's folder, also while it is missing, where the system reports changes of open
// folders: macOS.
#pragma once

#include <sys/types.h>

#include <string>

#include "bridge/posix/descriptor.h"
#include "bridge/posix/vnodes.h"

namespace rx_outlook::bridge {

// Watches the folder or, until it exists and is private, the folder itself and its parent. One
// thread at a time.
class VnodeFolder {
 public:
  // `user`: the owner that the folder must have.
  VnodeFolder(std::string path, unsigned user);

  // To be polled for POLLIN; then call Read. Negative when the system has no descriptor left.
  [[nodiscard]] int events() const noexcept { return vnodes_.events(); }

  // Watches the folder if it is private to the user, otherwise its parent. False when neither can
  // be watched.
  bool Watch() noexcept;

  // Reads all events. True when one of them may be about a server.
  bool Read() noexcept;

  // Whether other users can cause the events.
  [[nodiscard]] bool is_shared() const noexcept { return !is_private_ && is_parent_shared_; }

 private:
  struct Watched {
    Descriptor folder;
    Descriptor watch;
  };

  // A folder that is replaced or gets another mode or owner differs from what it was.
  struct Found {
    bool is_there = false;
    dev_t device = 0;
    ino_t number = 0;
    mode_t mode = 0;
    uid_t owner = 0;
    [[nodiscard]] bool operator!=(const Found& other) const noexcept {
      return is_there != other.is_there || device != other.device || number != other.number ||
             mode != other.mode || owner != other.owner;
    }
  };

  [[nodiscard]] Found Look() const noexcept;
  void WatchFolder() noexcept;
  void WatchParent() noexcept;
  void ForgetReplaced() noexcept;

  const std::string path_;
  const std::string parent_path_;
  const unsigned user_;
  Vnodes vnodes_ = Vnodes::Open();
  Watched folder_;
  Watched parent_;
  Found found_;
  bool is_private_ = false;
  bool is_parent_shared_ = true;
};

}  // namespace rx_outlook::bridge

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
  explicit InotifyFolder(std::string path);

  // To be polled for POLLIN, when Read is to be called; negative when there is none to be had.
  [[nodiscard]] int events() const noexcept { return events_.get(); }

  // Watches the folder, or its parent until it is there. False when neither can be watched.
  bool Watch() noexcept;

  // Reads all that has happened. True when something of that may be about a server.
  bool Read() noexcept;

 private:
  static constexpr int kNone = -1;

  [[nodiscard]] int Add(const std::string& path, std::uint32_t events) const noexcept;
  bool Take(const inotify_event& event, const char* name) noexcept;

  const std::string path_;
  const std::string name_;
  const std::string parent_path_;
  const Descriptor events_;
  int folder_ = kNone;
  int parent_ = kNone;
};

}  // namespace rx_outlook::bridge

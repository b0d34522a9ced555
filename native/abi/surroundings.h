// State of the process that its JavaScript may change at any time.
#pragma once

#include <string>
#include <utility>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace rx_outlook {

// Read on the JavaScript thread when it asks, and handed down: while that thread changes the
// environment, getenv on another thread reads freed memory. The JavaScript thread does not call
// getenv either, since a worker's may run while the main thread's changes the environment.
struct Surroundings {
  std::string runtime_folder;  // $XDG_RUNTIME_DIR; empty where it is not set
  unsigned user = 0;           // the effective user; Unix only

  // JavaScript thread.
  static Surroundings Now(std::string runtime_folder) {
#ifdef _WIN32
    return {std::move(runtime_folder), 0};
#else
    return {std::move(runtime_folder), geteuid()};
#endif
  }

  bool operator==(const Surroundings& other) const noexcept {
    return user == other.user && runtime_folder == other.runtime_folder;
  }
  bool operator!=(const Surroundings& other) const noexcept { return !(*this == other); }
};

}  // namespace rx_outlook

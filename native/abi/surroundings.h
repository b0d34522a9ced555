// Where a question comes from: the JavaScript that asks, and what it may change at any time.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace rx_outlook {

// A realm of JavaScript: a global object and the modules that run in it. Offline objects that a
// realm has made are its own. 0 is no realm: what all of the process see.
using Realm = std::uint32_t;
inline constexpr Realm kNoRealm = 0;

// Read on the JavaScript thread when it asks, and handed down: while that thread changes the
// environment, getenv on another thread reads freed memory. The JavaScript thread does not call
// getenv either, since a worker's may run while the main thread's changes the environment.
struct Surroundings {
  std::string runtime_folder;  // $XDG_RUNTIME_DIR; empty where it is not set
  unsigned user = 0;           // the effective user; Unix only
  std::string place;           // $RX_OUTLOOK_PLACE: one of the user's places; empty: the usual one
  Realm realm = kNoRealm;

  // JavaScript thread.
  static Surroundings Now(std::string runtime_folder, std::string place = {},
                          Realm realm = kNoRealm) {
#ifdef _WIN32
    return {std::move(runtime_folder), 0, std::move(place), realm};
#else
    return {std::move(runtime_folder), geteuid(), std::move(place), realm};
#endif
  }

  // Whether both lead to the same server of the bridge.
  [[nodiscard]] bool IsSamePlace(const Surroundings& other) const noexcept {
    return user == other.user && runtime_folder == other.runtime_folder && place == other.place;
  }
  bool operator==(const Surroundings& other) const noexcept {
    return IsSamePlace(other) && realm == other.realm;
  }
  bool operator!=(const Surroundings& other) const noexcept { return !(*this == other); }
};

}  // namespace rx_outlook

// The surroundings of a request: its realm of JavaScript and the environment variables it saw. A
// plain value; any thread except Now(); no lock.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace rx_outlook {

// A realm of JavaScript: a global object and its modules. Offline objects made in a realm are
// visible only there. 0 is no realm: objects that the whole process sees.
using Realm = std::uint32_t;
inline constexpr Realm kNoRealm = 0;

// Read on JavaScript's thread at the time of the request, and passed down as values. No thread
// calls getenv, not even a worker's JavaScript thread: it reads freed memory while the main thread
// changes the environment.
struct Surroundings {
  std::string runtime_folder;  // $XDG_RUNTIME_DIR; empty where it is not set
  unsigned user = 0;           // the effective user; Unix only
  std::string place;           // $RX_OUTLOOK_PLACE, one of the user's places; empty: the default
  Realm realm = kNoRealm;

  // JavaScript's thread only.
  static Surroundings Now(std::string runtime_folder, std::string place = {},
                          Realm realm = kNoRealm) {
#ifdef _WIN32
    return {std::move(runtime_folder), 0, std::move(place), realm};
#else
    return {std::move(runtime_folder), geteuid(), std::move(place), realm};
#endif
  }

  // Whether both reach the same server of the bridge.
  [[nodiscard]] bool IsSamePlace(const Surroundings& other) const noexcept {
    return user == other.user && runtime_folder == other.runtime_folder && place == other.place;
  }
  bool operator==(const Surroundings& other) const noexcept {
    return IsSamePlace(other) && realm == other.realm;
  }
  bool operator!=(const Surroundings& other) const noexcept { return !(*this == other); }
};

}  // namespace rx_outlook

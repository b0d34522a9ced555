// What the bridge's server grants its clients.
#pragma once

#include <chrono>
#include <cstddef>

namespace rx_outlook::bridge {

struct Limits {
  std::size_t clients = 128;
  std::size_t registrations = 16'384;  // of one client
  std::size_t objects = 16'384;        // of one client
  std::size_t requests = 50'000;       // of one client in a second; past it, it is read more slowly
  std::size_t queue = 16'384;  // of one client: records of 32 bytes, then changes are merged
  // How long a client may take for its hello, and for the rest of a frame that it has begun.
  std::chrono::milliseconds silence{10'000};
};

}  // namespace rx_outlook::bridge

// The limits of the bridge's server: as much as a 32-bit Outlook can spare.
#pragma once

#include <chrono>
#include <cstddef>

namespace rx_outlook::bridge {

// For one process, and for all together. A process holds at most as much as is free, so that as
// much is left for the others.
struct Grant {
  std::size_t one;
  std::size_t all;
};

struct Limits {
  Grant clients{16, 128};
  Grant registrations{8'192, 16'384};
  Grant objects{8'192, 16'384};
  std::size_t requests = 50'000;  // of one process in a second; a faster one is read more slowly
  // Records of 32 bytes that wait for one client, and for all, before changes are merged. As many
  // again may be drained and not yet written: so twice as many wait at most, besides the merged.
  Grant queue{16'384, 131'072};
  // Bytes written for all clients and not taken; beyond this, no client that is owed any is read.
  std::size_t owed = 2'097'152;
  // How long a client may take for its hello, and for the rest of a frame that it has begun.
  std::chrono::milliseconds silence{10'000};
};

}  // namespace rx_outlook::bridge

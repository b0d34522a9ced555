// What the bridge's server grants its clients: what a 32-bit Outlook can spare.
#pragma once

#include <chrono>
#include <cstddef>

namespace rx_outlook::bridge {

// Of one process, and of all together. What is free is shared: no process gets more of it than is
// left for the others.
struct Grant {
  std::size_t one;
  std::size_t all;
};

struct Limits {
  Grant clients{16, 128};
  Grant registrations{8'192, 16'384};
  Grant objects{8'192, 16'384};
  std::size_t requests = 50'000;  // of one process in a second; past it, it is read more slowly
  // Records of 32 bytes that are collected for clients, after which changes are merged: for one of
  // them, and for all. As many again may be taken from there and not yet written: so twice that
  // waits at the most, besides what is merged.
  Grant queue{16'384, 131'072};
  std::size_t owed =
      2'097'152;  // bytes written and not taken: past it, who is owed any is not read
  // How long a client may take for its hello, and for the rest of a frame that it has begun.
  std::chrono::milliseconds silence{10'000};
};

}  // namespace rx_outlook::bridge

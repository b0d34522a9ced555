// The test program's own operator new: it counts, and it runs out of memory when a test says so.
#pragma once

#include <cstddef>

namespace rx_outlook::test {

// While it lives, its thread can allocate `left` more times; every further allocation fails.
class Shortage {
 public:
  explicit Shortage(std::size_t left = 0) noexcept;
  Shortage(const Shortage&) = delete;
  Shortage& operator=(const Shortage&) = delete;
  ~Shortage();
};

// The same for a thread on which no scope spans what is to fail.
void BeginShortage() noexcept;
void EndShortage() noexcept;

// What the whole process holds now, and what it has ever asked for.
std::size_t LiveBytes() noexcept;
std::size_t RequestedBytes() noexcept;

}  // namespace rx_outlook::test

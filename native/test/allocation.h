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

// While it lives, of all that the process allocates from its beginning, one allocation fails. One
// at a time.
class OneFailure {
 public:
  explicit OneFailure(std::size_t which) noexcept;  // 1: the next
  OneFailure(const OneFailure&) = delete;
  OneFailure& operator=(const OneFailure&) = delete;
  ~OneFailure();

  [[nodiscard]] bool has_happened() const noexcept;
};

// What its thread allocates while it lives is the test's own affair: it neither fails nor counts.
class Exempt {
 public:
  Exempt() noexcept;
  Exempt(const Exempt&) = delete;
  Exempt& operator=(const Exempt&) = delete;
  ~Exempt();
};

// What the whole process holds now, and what it has ever asked for.
std::size_t LiveBytes() noexcept;
std::size_t RequestedBytes() noexcept;

}  // namespace rx_outlook::test

// Controls the test program's operator new, which counts bytes and fails when a test asks for it.
// Any thread; no lock, atomics and thread-local variables.
#pragma once

#include <cstddef>

namespace rx_outlook::test {

// During its lifetime, its thread can allocate `left` more times; every further allocation fails.
class Shortage {
 public:
  explicit Shortage(std::size_t left = 0) noexcept;
  Shortage(const Shortage&) = delete;
  Shortage& operator=(const Shortage&) = delete;
  ~Shortage();
};

// The same for failures that no scope of the thread encloses; the limit is 0.
void BeginShortage() noexcept;
void EndShortage() noexcept;

// During its lifetime, one allocation of the whole process fails. One object at a time.
class OneFailure {
 public:
  explicit OneFailure(std::size_t which) noexcept;  // 1: the next allocation
  OneFailure(const OneFailure&) = delete;
  OneFailure& operator=(const OneFailure&) = delete;
  ~OneFailure();

  [[nodiscard]] bool has_happened() const noexcept;
};

// During its lifetime, its thread's allocations belong to the test: they do not fail, and
// OneFailure does not count them.
class Exempt {
 public:
  Exempt() noexcept;
  Exempt(const Exempt&) = delete;
  Exempt& operator=(const Exempt&) = delete;
  ~Exempt();
};

// The bytes that the whole process has allocated now, and the sum of all its allocations.
std::size_t LiveBytes() noexcept;
std::size_t RequestedBytes() noexcept;

}  // namespace rx_outlook::test

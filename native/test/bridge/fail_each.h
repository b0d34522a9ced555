// Repeats what a test does, each time with another allocation of the whole process failing.
#pragma once

#include <doctest/doctest.h>

#include <cstddef>

namespace rx_outlook::test {

// Repeats the attempt, each time with another failing allocation, until none has failed. Returns
// the number of failures.
template <typename Attempt>
int FailEach(Attempt attempt) {
  constexpr int kMost = 300;
  for (int failures = 0;; ++failures) {
    CAPTURE(failures);
    REQUIRE(failures < kMost);
    if (!attempt(static_cast<std::size_t>(failures) + 1)) return failures;
  }
}

}  // namespace rx_outlook::test

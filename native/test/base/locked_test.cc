#include "base/locked.h"

#include <doctest/doctest.h>

using rx_outlook::Locked;

TEST_CASE("a mutex that another thread may hold is tried, and not waited for") {
  std::mutex mutex;
  auto first = Locked::Try(mutex);
  CHECK(first);
  CHECK_FALSE(Locked::Try(mutex));
  first.reset();
  CHECK(Locked::Try(mutex));
}

#include "bridge/posix/wake_pipe.h"

#include <doctest/doctest.h>
#include <poll.h>

#include <thread>
#include <vector>

using rx_outlook::bridge::WakePipe;

namespace {

bool IsReadable(const WakePipe& wake, int timeout = 0) {
  pollfd polled{wake.readable(), POLLIN, 0};
  return poll(&polled, 1, timeout) == 1;
}

}  // namespace

TEST_CASE("a wake is one, however often it is asked for, and is over when it is cleared") {
  WakePipe wake;
  REQUIRE(wake.Open());
  CHECK_FALSE(IsReadable(wake));
  for (int i = 0; i < 100'000; ++i) wake.Wake();  // more than a pipe holds
  CHECK(IsReadable(wake));
  wake.Clear();
  CHECK_FALSE(IsReadable(wake));
  wake.Wake();
  CHECK(IsReadable(wake));
}

TEST_CASE("a wake from any thread ends the wait") {
  WakePipe wake;
  REQUIRE(wake.Open());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&wake] { wake.Wake(); });
  CHECK(IsReadable(wake, 60'000));
  for (std::thread& thread : threads) thread.join();
}

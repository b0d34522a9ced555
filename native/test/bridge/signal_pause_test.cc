#include "bridge/signal_pause.h"

#include <doctest/doctest.h>

using rx_outlook::bridge::SignalPause;
using std::chrono::milliseconds;

TEST_CASE("events without a pause are reported more and more rarely, and a rare one at once") {
  SignalPause pause;
  auto now = SignalPause::Clock::time_point{} + std::chrono::hours(1);
  milliseconds in_all{0};
  int heard = 0;
  while (in_all < std::chrono::minutes(1)) {  // an event at the end of each pause
    const auto length = pause.After(now, SignalPause::kLongest);
    CHECK(length >= SignalPause::kShortest);
    CHECK(length <= SignalPause::kLongest);
    now += length;
    in_all += length;
    ++heard;
  }
  CHECK(heard <= 22);  // ten while it doubles, then one every 5 s
  now += 2 * SignalPause::kLongest;
  CHECK(pause.After(now, SignalPause::kLongest) == SignalPause::kShortest);
}

TEST_CASE("quiet that is shorter than twice the pause does not shorten it") {
  SignalPause pause;
  auto now = SignalPause::Clock::time_point{} + std::chrono::hours(1);
  auto length = pause.After(now, SignalPause::kLongest);
  for (int i = 0; i < 5; ++i) {
    now += 2 * length;
    const auto next = pause.After(now, SignalPause::kLongest);
    CHECK(next == 2 * length);
    length = next;
  }
}

TEST_CASE("events that only the user can cause have a short pause at most") {
  SignalPause pause;
  auto now = SignalPause::Clock::time_point{} + std::chrono::hours(1);
  for (int i = 0; i < 100; ++i) {
    const auto length = pause.After(now, SignalPause::kLongestOwn);
    CHECK(length <= SignalPause::kLongestOwn);
    now += length;
  }
}

#include "server/allowance.h"

#include <doctest/doctest.h>

using namespace rx_outlook::bridge;
using std::chrono::milliseconds;

namespace {

constexpr Allowance::Clock::time_point kStart{std::chrono::hours(1)};
constexpr milliseconds kSilence{10'000};
constexpr auto kNever = Allowance::Clock::time_point::max();

Allowance::Clock::time_point At(int ms) { return kStart + milliseconds(ms); }

struct Allowed {
  explicit Allowed(std::size_t in_a_second = 1'000) : rate(in_a_second, kStart) {}
  RequestRate rate;
  Allowance allowance{rate, kSilence, kStart};
};

Allowance::Load Pending(std::size_t count) {
  Allowance::Load load;
  load.pending = count;
  return load;
}

Allowance::Load Owed(bool full, bool all_owed_too_much) {
  Allowance::Load load;
  load.owed = true;
  load.full = full;
  load.all_owed_too_much = all_owed_too_much;
  return load;
}

}  // namespace

TEST_CASE("a rate is used up by its requests, and comes back evenly within a second") {
  RequestRate rate(4, kStart);
  for (int i = 0; i < 4; ++i) {
    CHECK_FALSE(rate.empty());
    rate.Take();
  }
  CHECK(rate.empty());
  rate.Refill(At(240));
  CHECK(rate.empty());
  rate.Refill(At(260));
  CHECK_FALSE(rate.empty());
  rate.Take();
  CHECK(rate.empty());
}

TEST_CASE("a rate that is left alone never grows past a second's requests") {
  RequestRate rate(2, kStart);
  rate.Refill(At(3'600'000));
  rate.Take();
  rate.Take();
  CHECK(rate.empty());
}

TEST_CASE("a client may ask until its rate is used up, and is looked at again soon") {
  Allowed a(2);
  CHECK(a.allowance.MayAsk({}));
  a.allowance.Served(kStart);
  a.allowance.Served(kStart);
  CHECK_FALSE(a.allowance.MayAsk({}));
  a.allowance.Pause(kStart, {}, false);
  CHECK_FALSE(a.allowance.reading());
  CHECK(a.allowance.due() == At(10));
  a.allowance.Refill(At(600));
  CHECK(a.allowance.MayAsk({}));
  a.allowance.Pause(At(600), {}, false);
  CHECK(a.allowance.reading());
}

TEST_CASE("a client with as many requests as may wait is not read until an answer has come") {
  Allowed a;
  CHECK(a.allowance.MayAsk(Pending(Allowance::kPendingAtOnce - 1)));
  CHECK_FALSE(a.allowance.MayAsk(Pending(Allowance::kPendingAtOnce)));
}

TEST_CASE("a client that is owed bytes is read, unless it or all together are owed too much") {
  Allowed a;
  CHECK(a.allowance.MayAsk(Owed(false, false)));
  CHECK_FALSE(a.allowance.MayAsk(Owed(true, false)));
  CHECK_FALSE(a.allowance.MayAsk(Owed(false, true)));
  Allowance::Load nothing_owed;
  nothing_owed.all_owed_too_much = true;
  CHECK(a.allowance.MayAsk(nothing_owed));
}

TEST_CASE("a client that owes its hello, or the rest of a frame, is waited for so long") {
  Allowed a;
  CHECK(a.allowance.due() == At(10'000));
  CHECK_FALSE(a.allowance.IsTooSilent(At(9'999), true));
  CHECK(a.allowance.IsTooSilent(At(10'000), true));
  CHECK_FALSE(a.allowance.IsTooSilent(At(10'000), false));
  a.allowance.Served(At(500));
  a.allowance.Pause(At(500), {}, false);
  CHECK(a.allowance.due() == kNever);
  a.allowance.FrameBegins(At(60'000));
  a.allowance.Pause(At(60'000), {}, true);
  CHECK(a.allowance.due() == At(70'000));
  CHECK_FALSE(a.allowance.IsTooSilent(At(69'999), true));
  CHECK(a.allowance.IsTooSilent(At(70'000), true));
}

TEST_CASE("the time in which the server reads no client is not the client's silence") {
  Allowed a;
  a.allowance.Pause(At(100), Owed(true, false), true);
  CHECK_FALSE(a.allowance.reading());
  CHECK(a.allowance.due() == kNever);
  CHECK_FALSE(a.allowance.IsTooSilent(At(60'000), true));
  a.allowance.Pause(At(60'000), {}, true);
  CHECK(a.allowance.reading());
  CHECK(a.allowance.due() == At(70'000));
}

TEST_CASE("the connections of a process ask out of one rate") {
  Allowed a(3);
  Allowance other(a.rate, kSilence, kStart);
  a.allowance.Served(kStart);
  a.allowance.Served(kStart);
  other.Served(kStart);
  CHECK_FALSE(a.allowance.MayAsk({}));
  CHECK_FALSE(other.MayAsk({}));
  // A new connection of that process is looked at when the rate is back, not after its silence.
  const Allowance again(a.rate, kSilence, kStart);
  CHECK(again.due() == At(10));
}

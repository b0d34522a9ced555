#include "backends/automation/schedule.h"

#include <doctest/doctest.h>

using namespace rx_outlook::automation;
using namespace std::chrono_literals;

namespace {

constexpr Schedule::Time kStart{1h};

Schedule::Wish Usual() { return {}; }
Schedule::Wish Awaited() { return {{}, true, true}; }
Schedule::Wish Every(Schedule::Duration interval) { return {interval, false, false}; }

// The time from the last look to the next.
Schedule::Duration After(const Schedule& schedule, const Schedule::Wish& wish,
                         Schedule::Time now = kStart) {
  return schedule.DueFor(wish, now) - kStart;
}

Schedule Looked(bool has_changed = false) {
  Schedule schedule;
  schedule.Looked(kStart, has_changed);
  return schedule;
}

}  // namespace

TEST_CASE("the first look is due at once") {
  const Schedule schedule;
  CHECK(schedule.DueFor(Usual(), kStart) == kStart);
  CHECK(schedule.DueAtOnce() <= kStart);
}

TEST_CASE("a look follows another after 5 s") { CHECK(After(Looked(), Usual()) == 5s); }

TEST_CASE("a look follows after 2 s while a lost connection is awaited") {
  CHECK(After(Looked(), Awaited()) == 2s);
}

TEST_CASE("a look follows after 2 s for a minute after a change") {
  const Schedule schedule = Looked(true);
  CHECK(After(schedule, Usual(), kStart) == 2s);
  CHECK(After(schedule, Usual(), kStart + 59s) == 2s);
  CHECK(After(schedule, Usual(), kStart + 60s) == 5s);
}

TEST_CASE("a later look without a change does not end that minute") {
  Schedule schedule = Looked(true);
  schedule.Looked(kStart + 30s, false);
  CHECK(schedule.DueFor(Usual(), kStart + 30s) == kStart + 32s);
}

TEST_CASE("the shortest interval of the registrations counts, and a usual one beside it") {
  CHECK(After(Looked(), Every(20s)) == 20s);
  CHECK(After(Looked(true), Every(20s)) == 20s);
  CHECK(After(Looked(), {20s, true, false}) == 5s);
  CHECK(After(Looked(), {1s, true, false}) == 1s);
}

TEST_CASE("no interval is shorter than 250 ms") { CHECK(After(Looked(), Every(1ms)) == 250ms); }

TEST_CASE("a kick makes the next look due, 250 ms after the last one at the earliest") {
  Schedule schedule = Looked();
  schedule.Kick();
  schedule.Kick();
  CHECK(After(schedule, Usual()) == 250ms);
  schedule.Looked(kStart, false);
  CHECK(After(schedule, Usual()) == 5s);
}

TEST_CASE("a rejected look is repeated after 100 ms, rising to 1 s, also for a question") {
  Schedule schedule = Looked();
  for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
    schedule.Rejected(kStart);
    CHECK(After(schedule, Usual()) == pause);
    CHECK(schedule.DueAtOnce() == kStart + pause);
  }
  schedule.Looked(kStart, false);
  CHECK(schedule.DueAtOnce() == kStart);
  schedule.Rejected(kStart);
  CHECK(After(schedule, Usual()) == 100ms);
}

// Changes at planned times.
#include <doctest/doctest.h>

#include <chrono>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using Clock = embedded::Notifier::Clock;

TEST_CASE("changes happen in the order of their times, none of them early") {
  const Opened work;
  Watched<std::vector<Clock::time_point>> times;
  const auto callback = MakeCom<Recorder>([&times](const MAPIOFFLINE_NOTIFY& notify) {
    if (notify.NotifyType == kStart) times.Update([](auto& all) { all.push_back(Clock::now()); });
  });
  CHECK(work.Advise(callback) == 0);
  Dropped done;
  const auto start = Clock::now();
  const auto soon = start + std::chrono::milliseconds(10);
  const auto later = start + std::chrono::milliseconds(20);
  {
    const auto guard = done.Guard();
    work.profile->ChangeAt(later, kOnline, guard);
    work.profile->ChangeAt(soon, kOffline, guard);
  }
  CHECK(done.Wait());
  const auto told = times.Get();
  REQUIRE(told.size() == 2);
  CHECK(told[0] >= soon);
  CHECK(told[1] >= later);
  CHECK(work.State() == kOnline);
}

TEST_CASE("changes at the same time happen in the order of their requests") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  Dropped done;
  {
    const auto guard = done.Guard();
    const auto due = Clock::now() + std::chrono::milliseconds(5);
    for (int i = 0; i < 10; ++i) {
      work.profile->ChangeAt(due, i % 2 == 0 ? kOffline : kOnline, guard);
    }
  }
  CHECK(done.Wait());
  CHECK(callback->told.Get().size() == 30);
  CHECK(work.State() == kOnline);
}

TEST_CASE("a change that waits for its time is not under way yet") {
  const Opened work;
  Dropped done;
  work.profile->ChangeAt(Clock::now() + std::chrono::hours(1), kOffline, done.Guard());
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  CHECK_FALSE(done.IsDropped());
}

TEST_CASE("a change waits for one that is under way and is not refused") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  work.profile->faults().HoldNext(Call::kChange, [] {});
  CHECK(work.Set(kOffline) == S_OK);
  Dropped done;
  work.profile->ChangeAt(Clock::now(), kOnline, done.Guard());
  CHECK_FALSE(done.IsDropped());
  work.profile->faults().Release(Call::kChange, 1);
  CHECK(done.Wait());
  CHECK(callback->told.Get().size() == 6);
  CHECK(work.State() == kOnline);
}

TEST_CASE("a script that is cancelled with its profile still reports its end") {
  Dropped done;
  {
    const Opened work;
    const auto guard = done.Guard();
    for (int i = 0; i < 10; ++i) {
      work.profile->ChangeAt(Clock::now() + std::chrono::hours(1), kOffline, guard);
    }
  }
  CHECK(done.Wait());
}

TEST_CASE("a script for a removed profile ends at once") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  embedded::RemoveProfile(work.profile);
  work.Change(kOffline);
  CHECK(callback->told.Get().empty());
}

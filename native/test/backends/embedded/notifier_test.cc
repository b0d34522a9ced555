#include "backends/embedded/notifier.h"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Notifier;

TEST_CASE("jobs run on the notifier's thread in the order of their times") {
  Notifier& notifier = Notifier::Instance();
  const int owner = 0;
  Watched<std::vector<int>> order;
  const auto now = Notifier::Clock::now();
  for (const int delay : {3, 1, 2}) {
    notifier.Post(now + std::chrono::milliseconds(delay), &owner,
                  [&order, delay] { order.Update([delay](auto& all) { all.push_back(delay); }); });
  }
  CHECK(order.Await([](const auto& all) { return all.size() == 3; }));
  CHECK(order.Get() == std::vector<int>{1, 2, 3});
}

TEST_CASE("a job that is due sooner than the next one runs before it") {
  Notifier& notifier = Notifier::Instance();
  const int late = 0;
  const int soon = 0;
  Event ran;
  notifier.Post(Notifier::Clock::now() + std::chrono::hours(1), &late, [] {});
  notifier.Post(Notifier::Clock::now(), &soon, [&ran] { ran.Set(); });
  CHECK(ran.Wait());
  Notifier::Cancel(&late);
}

TEST_CASE(
    "RunAndWait returns when the job has run, and runs it directly on the notifier's own thread") {
  Notifier& notifier = Notifier::Instance();
  const int owner = 0;
  std::thread::id outer;
  std::thread::id inner;
  notifier.RunAndWait(&owner, [&] {
    outer = std::this_thread::get_id();
    notifier.RunAndWait(&owner, [&inner] { inner = std::this_thread::get_id(); });
    CHECK(inner == outer);
  });
  CHECK(inner == outer);
  CHECK(outer != std::this_thread::get_id());
}

TEST_CASE("Cancel destroys only the owner's jobs, and ends the wait for them") {
  Notifier& notifier = Notifier::Instance();
  const int blocker = 0;
  const int owner = 0;
  const int other = 0;
  Event entered;
  Event released;
  notifier.Post(Notifier::Clock::now(), &blocker, [&] {
    entered.Set();
    CHECK(released.Wait());
  });
  CHECK(entered.Wait());
  bool ran = false;
  Event returned;
  std::thread waiter([&] {
    notifier.RunAndWait(&owner, [&ran] { ran = true; });
    returned.Set();
  });
  Event other_ran;
  Dropped cancelled;
  notifier.Post(Notifier::Clock::now(), &owner, [guard = cancelled.Guard()] {});
  notifier.Post(Notifier::Clock::now(), &other, [&other_ran] { other_ran.Set(); });
  // Repeated: no event shows when the waiter's job is posted.
  while (!returned.IsSet()) {
    Notifier::Cancel(&owner);
    std::this_thread::yield();
  }
  CHECK(cancelled.IsDropped());
  waiter.join();
  released.Set();
  CHECK(other_ran.Wait());
  CHECK_FALSE(ran);
}

TEST_CASE("the captures of a cancelled job can post again") {
  Notifier& notifier = Notifier::Instance();
  const int owner = 0;
  const int other = 0;
  Event ran;
  {
    const std::shared_ptr<void> last(nullptr, [&](void*) {
      notifier.Post(Notifier::Clock::now(), &other, [&ran] { ran.Set(); });
    });
    notifier.Post(Notifier::Clock::now() + std::chrono::hours(1), &owner, [last] {});
  }
  Notifier::Cancel(&owner);
  CHECK(ran.Wait());
}

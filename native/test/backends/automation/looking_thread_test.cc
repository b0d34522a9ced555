#include "backends/automation/looking_thread.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "test/backends/automation/fake_source.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

struct Fixture {
  Fixture() {
    Explanation why;
    REQUIRE(source->Find({}, outlook, why) == S_OK);
    thread = LookingThread::Start(monitor, source, {});
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() {
    source->Hang(false);
    Abandon();
  }

  void Abandon() const {
    const Locked locked(monitor->mutex);
    thread->Abandon(locked);
    monitor->changed.notify_all();
  }
  void Begin() const {
    const Locked locked(monitor->mutex);
    thread->Begin(locked, outlook);
    monitor->changed.notify_all();
  }
  [[nodiscard]] std::optional<LookingThread::Answer> Take() const {
    Locked locked(monitor->mutex);
    REQUIRE(monitor->changed.wait_until(locked.lock(), WithinLimit(),
                                        [&] { return thread->has_answered(locked); }));
    auto answer = thread->Take(locked);
    CHECK(thread->is_free(locked));
    return answer;
  }
  [[nodiscard]] bool AwaitEnded() const {
    return source->outlook->Await([](const auto& one) { return one.ended == 1; });
  }

  const std::shared_ptr<FakeSource> source = std::make_shared<FakeSource>();
  const std::shared_ptr<Monitor> monitor = std::make_shared<Monitor>();
  std::shared_ptr<const Instance> outlook;
  std::shared_ptr<LookingThread> thread;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "one looker takes every look of a looking thread") {
  Begin();
  auto answer = Take();
  REQUIRE(answer);
  CHECK(answer->hr == S_OK);
  CHECK(answer->look.profile == u"Work");

  source->Answer(E_FAIL);
  Begin();
  answer = Take();
  REQUIRE(answer);
  CHECK(answer->hr == E_FAIL);
  CHECK(answer->why.operation == "Session");
  CHECK(source->outlook->Get().lookers == 1);
}

TEST_CASE_FIXTURE(Fixture, "a late answer is ignored, and the next one counts") {
  source->Hang(true);
  Begin();
  REQUIRE(source->AwaitLooks(1));
  {
    const Locked locked(monitor->mutex);
    CHECK_FALSE(thread->is_free(locked));
    CHECK(thread->GiveUp(locked));
    CHECK_FALSE(thread->GiveUp(locked));
    CHECK(thread->is_hung(locked));
  }
  source->Hang(false);
  CHECK_FALSE(Take());
  Begin();
  CHECK(Take());
}

TEST_CASE_FIXTURE(Fixture, "an abandoned thread ends when its call returns") {
  source->Hang(true);
  Begin();
  REQUIRE(source->AwaitLooks(1));
  Abandon();
  CHECK(source->outlook->Get().ended == 0);
  source->Hang(false);
  CHECK(AwaitEnded());
}

TEST_CASE_FIXTURE(Fixture, "an idle thread ends at once when it is abandoned") {
  Begin();
  REQUIRE(Take());
  Abandon();
  CHECK(AwaitEnded());
}

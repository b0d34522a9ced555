// Contract 2: the state is read again after the last of overlapping calls of Notify has left.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "core/notification_queue.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Live {
  explicit Live(std::size_t bound = NotificationQueue::kDefaultBound,
                std::thread::id caller = std::this_thread::get_id())
      : owner(MakeCom<LaneOwner>(1, caller)), inbox(bound) {
    inbox.queue->PushSnapshot(lane(), MakeRecord(lane(), RecordKind::kState, kOnline));
  }
  [[nodiscard]] Lane& lane() const { return owner->lane; }
  void Enter() const { NotificationQueue::Enter(lane()); }
  void EnterReading() const { inbox.queue->EnterReading(lane()); }
  bool Push() {
    return inbox.queue->Push(lane(), MakeNotification(lane(), kChange, kOnline, kOffline));
  }
  bool PushState() {
    return inbox.queue->PushState(lane(), MakeRecord(lane(), RecordKind::kState, kOffline));
  }

  const ComPtr<LaneOwner> owner;
  Inbox inbox;
};

}  // namespace

TEST_CASE("calls without overlap never ask for a reading") {
  Live live;
  for (int i = 0; i < 1'000; ++i) {
    live.Enter();
    CHECK_FALSE(live.Push());
  }
}

TEST_CASE("two overlapping calls ask for one reading, when the second leaves") {
  Live live;
  live.Enter();
  live.Enter();
  CHECK_FALSE(live.Push());
  CHECK(live.Push());
  live.Enter();
  CHECK_FALSE(live.Push());
}

TEST_CASE("a due reading is asked for once, however often calls overlap before it begins") {
  Live live;
  int asked = 0;
  const auto overlap = [&live, &asked] {
    live.Enter();
    live.Enter();
    for (int i = 0; i < 2; ++i) asked += live.Push() ? 1 : 0;
  };
  for (int i = 0; i < 100; ++i) overlap();
  CHECK(asked == 1);
  live.EnterReading();
  CHECK_FALSE(live.PushState());
  overlap();
  CHECK(asked == 2);
}

TEST_CASE("a chain of overlapping calls asks for one reading, when the last leaves") {
  Live live;
  live.Enter();
  for (int i = 0; i < 100; ++i) {
    live.Enter();
    CHECK_FALSE(live.Push());
  }
  CHECK(live.Push());
}

TEST_CASE("unsupported notifications and readings count as calls that overlap others") {
  Live live;
  live.Enter();
  live.Enter();
  CHECK_FALSE(live.inbox.queue->Drop(live.lane(), false));
  CHECK(live.Push());
  live.EnterReading();
  live.Enter();
  CHECK_FALSE(live.Push());
  CHECK(live.inbox.queue->LeaveReading(live.lane()));
}

TEST_CASE("a notification during a reading asks for another reading; a reading alone does not") {
  Live live;
  live.EnterReading();
  live.Enter();
  CHECK_FALSE(live.Push());
  CHECK(live.PushState());
  live.EnterReading();
  CHECK_FALSE(live.PushState());
  // The first reading may be older than the notification: its state does not follow.
  std::array<Record, 8> records{};
  const std::size_t count = live.inbox.queue->Drain(records.data(), records.size());
  const auto states =
      std::count_if(records.begin(), records.begin() + count,
                    [](const Record& one) { return one.kind == RecordKind::kState; });
  CHECK(states == 2);  // the snapshot and the second reading
}

TEST_CASE("the first call of a registration asks for a reading") {
  // Another thread may have changed the state after this thread, and before the snapshot.
  Live live(NotificationQueue::kDefaultBound, {});
  live.Enter();
  CHECK(live.Push());
  live.EnterReading();
  CHECK_FALSE(live.PushState());
  live.Enter();
  CHECK_FALSE(live.Push());
}

TEST_CASE("a due reading is announced with its number, and counted at its end") {
  Live live;
  for (std::uint32_t number : {1u, 2u}) {
    live.Enter();
    live.Enter();
    CHECK_FALSE(live.Push());
    CHECK(live.Push());
    live.inbox.Drain();
    REQUIRE(live.inbox.readings.size() == number);
    CHECK(live.inbox.readings.back().slot == live.lane().slot);
    CHECK(live.inbox.readings.back().generation == live.lane().generation);
    CHECK(live.inbox.readings.back().detail == number);
    CHECK(live.inbox.queue->ReadingsDone(live.lane()) == number - 1);
    live.EnterReading();
    const bool failed = number == 2;
    CHECK_FALSE((failed ? live.inbox.queue->LeaveReading(live.lane()) : live.PushState()));
    CHECK(live.inbox.queue->ReadingsDone(live.lane()) == number);
  }
}

TEST_CASE("a reading due in an overflow is announced after the overflow, if still due") {
  for (const bool done : {false, true}) {
    Live live(1);
    for (int i = 0; i < 2; ++i) {
      live.Enter();
      live.Enter();
      CHECK_FALSE(live.Push());
      static_cast<void>(live.Push());
    }
    CHECK(live.inbox.queue->counts().depth == 2);  // the snapshot and the merged record
    if (done) {
      live.EnterReading();
      CHECK_FALSE(live.PushState());
    }
    live.inbox.Drain();
    CHECK(live.inbox.readings.empty() == done);
  }
}

TEST_CASE("a later change replaces a state that overflows, but a later START does not") {
  for (const std::uint8_t phase : {kStart, kChange}) {
    Live live(1);
    live.Enter();
    CHECK_FALSE(live.Push());  // offline, and stale
    live.EnterReading();
    CHECK_FALSE(live.inbox.queue->PushState(live.lane(),
                                            MakeRecord(live.lane(), RecordKind::kState, kOnline)));
    live.Enter();
    CHECK_FALSE(live.inbox.queue->Push(live.lane(),
                                       MakeNotification(live.lane(), phase, kOnline, kOffline)));
    const auto records = live.inbox.Drain();
    CHECK(records.back().kind ==
          (phase == kStart ? RecordKind::kState : RecordKind::kNotification));
    CHECK(records.back().current == (phase == kStart ? kOnline : kOffline));
  }
}

TEST_CASE("a call from another thread than the last call asks for a reading") {
  // Each thread changes the state before it calls: the thread with the older change may call last,
  // and alone.
  Live live;
  live.Enter();
  CHECK_FALSE(live.Push());
  bool read_again = false;
  std::thread([&live, &read_again] {
    live.Enter();
    read_again = live.Push();
    live.Enter();
    CHECK_FALSE(live.Push());
  }).join();
  CHECK(read_again);
  live.EnterReading();
  CHECK_FALSE(live.PushState());
  live.Enter();
  CHECK(live.Push());
  live.Enter();
  CHECK_FALSE(live.Push());
}

TEST_CASE("no call asks for a reading after Close") {
  Live live;
  live.Enter();
  live.Enter();
  CHECK_FALSE(live.Push());
  live.inbox.queue->Close();
  CHECK_FALSE(live.Push());
}

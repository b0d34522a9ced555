// Contract 6: the records that wait for a slow consumer are bounded, and the newest state is kept.
#include <doctest/doctest.h>

#include "test/core/bounded_queue.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("past the bound a lane keeps one merged record, with the newest state") {
  Bounded b(2);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.Tell(owner, kOffline, 3);  // the first without room
  b.Tell(owner, kOnline, 4);
  b.Tell(owner, kOffline, 5, kDone);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  CHECK(records[1].timestamp == 2);
  CHECK(records[2].merged == 3);
  CHECK(records[2].previous == kOnline);
  CHECK(records[2].current == kOffline);
  CHECK(records[2].phase == kDone);
  CHECK(records[2].timestamp == 5);
  CHECK(b.inbox.queue->counts().merged == 2);
}

TEST_CASE("a lowered bound merges later changes, and drops nothing") {
  Bounded b(100);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.inbox.queue->SetBound(2);
  b.Tell(owner, kOffline, 3);
  b.Tell(owner, kOnline, 4);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  CHECK(records[1].merged == 1);
  CHECK(records[2].merged == 2);
  CHECK(records[2].current == kOnline);
  b.inbox.queue->SetBound(100);
  b.Tell(owner, kOffline, 5);
  b.Tell(owner, kOnline, 6);
  CHECK(b.inbox.Drain().size() == 2);
}

TEST_CASE("each lane keeps its own merged record, in the order in which the lanes overflowed") {
  Bounded b(1);
  const auto one = b.Start(1);
  const auto two = b.Start(2);
  const auto three = b.Start(3);
  b.Tell(one, kOffline, 1);
  b.Tell(three, kOffline, 2);
  b.Tell(two, kOffline, 3);
  b.Tell(one, kOnline, 4);
  b.Tell(three, kOnline, 5);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[0].slot == 1);
  CHECK(records[1].slot == 3);
  CHECK(records[1].merged == 2);
  CHECK(records[2].slot == 2);
  CHECK(records[2].merged == 1);
  CHECK(records[3].slot == 1);
  CHECK(records[3].timestamp == 4);
}

TEST_CASE("a lane that has overflowed keeps its order when there is room again") {
  Bounded b(1);
  const auto one = b.Start(1);
  const auto two = b.Start(2);
  b.Tell(one, kOffline, 1);
  b.Tell(two, kOffline, 2);  // overflows
  Record first{};
  REQUIRE(b.inbox.queue->Drain(&first, 1) == 1);  // also takes the merged record out of the lane
  b.Tell(two, kOnline, 3);
  b.Tell(two, kOffline, 4);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(records[i].timestamp == static_cast<double>(i + 2));
}

TEST_CASE("a state read past the bound follows the merged record") {
  Bounded b(1);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.Read(owner, kOffline);
  b.Read(owner, kOnline);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[2].kind == RecordKind::kState);
  CHECK(records[2].current == kOnline);
}

TEST_CASE("a notification replaces a state that was read past the bound") {
  Bounded b(1);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.Read(owner, kOnline);
  b.Tell(owner, kOffline, 3);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[1].current == kOffline);
  CHECK(records[1].merged == 2);
}

TEST_CASE("states read past the bound take the room of one") {
  Bounded b(4);
  const auto owner = b.Start(1);
  for (int i = 0; i < 100; ++i) b.Read(owner, i % 2 == 0 ? kOnline : kOffline);
  const auto records = b.inbox.Drain();
  CHECK(records.size() == 5);
  CHECK(records.back().current == kOffline);
}

TEST_CASE("a failure follows the merged record and replaces a state behind it") {
  Bounded b(1);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.Read(owner, kOnline);
  b.Fail(owner);
  b.Tell(owner, kOffline, 3);
  b.Read(owner, kOffline);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  CHECK(records[1].timestamp == 2);
  CHECK(records[2].kind == RecordKind::kFailure);
  CHECK(b.inbox.queue->counts().dropped == 1);
}

TEST_CASE("records held for the snapshot are merged past the bound, too") {
  const auto owner = MakeCom<LaneOwner>(1);
  Lane& lane = owner->lane;
  Inbox inbox(4);
  for (int i = 0; i < 10; ++i) {
    NotificationQueue::Enter(lane);
    const std::uint8_t current = i % 2 == 0 ? kOffline : kOnline;
    CHECK_FALSE(inbox.queue->Push(
        lane, MakeNotification(lane, kChange, static_cast<std::uint8_t>(3 - current), current)));
  }
  CHECK(inbox.queue->counts().depth == 10);
  inbox.queue->PushSnapshot(lane, MakeRecord(lane, RecordKind::kState, kOnline));
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 5);  // the snapshot, three changes, one merged from seven
  CHECK(records[0].kind == RecordKind::kState);
  CHECK(records[4].merged == 7);
  CHECK(records[4].previous == kOffline);
  CHECK(records[4].current == kOnline);
  CHECK(inbox.queue->counts().merged == 6);
  CHECK(inbox.queue->counts().depth == 0);
}

TEST_CASE("the queue keeps the owner of an overflowed lane until the lane is drained") {
  Bounded b(1);
  auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  CHECK(owner->references() == 1);
  b.Tell(owner, kOnline, 2);
  b.Tell(owner, kOffline, 3);
  CHECK(owner->references() == 2);
  const ComPtr<LaneOwner> watched = owner;
  owner.Reset();
  CHECK(b.inbox.Drain().size() == 2);
  CHECK(watched->references() == 1);
}

TEST_CASE("the queue may hold the last reference to an overflowed lane") {
  Bounded b(1);
  auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  owner.Reset();
  CHECK(b.inbox.Drain().size() == 2);
}

TEST_CASE("Close releases overflowed lanes") {
  Bounded b(1);
  const auto one = b.Start(1);
  const auto two = b.Start(2);
  for (int i = 0; i < 2; ++i) {
    b.Tell(one, kOffline, i);
    b.Tell(two, kOffline, i);
  }
  CHECK(one->references() == 2);
  b.inbox.queue->Close();
  CHECK(one->references() == 1);
  CHECK(two->references() == 1);
  CHECK(b.inbox.Drain().empty());
}

// Contract 6: what a consumer that does not come costs, and what it still finds when it does.
#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "core/notification_queue.h"
#include "fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Bounded {
  explicit Bounded(std::size_t bound) : inbox(bound) {}

  ComPtr<LaneOwner> Start(std::uint32_t slot) {
    auto owner = MakeCom<LaneOwner>(slot);
    inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
    inbox.Drain();
    return owner;
  }
  void Tell(const ComPtr<LaneOwner>& owner, std::uint8_t current, double timestamp,
            std::uint8_t phase = kChange) {
    NotificationQueue::Enter(owner->lane);
    const std::uint8_t previous = current == kOnline ? kOffline : kOnline;
    static_cast<void>(inbox.queue->Push(
        owner->lane, MakeNotification(owner->lane, phase, previous, current, timestamp)));
  }
  void Read(const ComPtr<LaneOwner>& owner, std::uint8_t state) {
    inbox.queue->EnterReading(owner->lane);
    static_cast<void>(
        inbox.queue->PushState(owner->lane, MakeRecord(owner->lane, RecordKind::kState, state)));
  }
  void Fail(const ComPtr<LaneOwner>& owner) {
    inbox.queue->PushFailure(owner->lane, MakeRecord(owner->lane, RecordKind::kFailure, 0));
  }

  Inbox inbox;
};

}  // namespace

TEST_CASE("past the bound a lane keeps one merged record, with the newest state") {
  Bounded b(2);
  const auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  b.Tell(owner, kOffline, 3);  // the first that finds no room
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

TEST_CASE("each lane keeps its own, in the order in which they found no room") {
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
  REQUIRE(b.inbox.queue->Drain(&first, 1) == 1);  // takes the merged record out of the lane, too
  b.Tell(two, kOnline, 3);
  b.Tell(two, kOffline, 4);
  const auto records = b.inbox.Drain();
  REQUIRE(records.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(records[i].timestamp == static_cast<double>(i + 2));
}

TEST_CASE("a state that is read after the bound goes behind the merged record") {
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

TEST_CASE("a notification after such a state supersedes it") {
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

TEST_CASE("states that are read again and again take no more room than one") {
  Bounded b(4);
  const auto owner = b.Start(1);
  for (int i = 0; i < 100; ++i) b.Read(owner, i % 2 == 0 ? kOnline : kOffline);
  const auto records = b.inbox.Drain();
  CHECK(records.size() == 5);
  CHECK(records.back().current == kOffline);
}

TEST_CASE("a failure goes behind the merged record and takes the place of a trailing state") {
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

TEST_CASE("the queue keeps the owner of an overflowed lane until that is drained") {
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

TEST_CASE("the queue may be the last to hold an overflowed lane") {
  Bounded b(1);
  auto owner = b.Start(1);
  b.Tell(owner, kOffline, 1);
  b.Tell(owner, kOnline, 2);
  owner.Reset();
  CHECK(b.inbox.Drain().size() == 2);
}

TEST_CASE("Close lets go of overflowed lanes") {
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

TEST_CASE("received is delivered plus merged plus dropped plus what waits, at any moment") {
  std::mt19937 random(7);  // NOLINT: the same walk every time
  const auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  Bounded b(8);
  std::vector<ComPtr<LaneOwner>> owners;
  for (std::uint32_t i = 0; i < 5; ++i) owners.push_back(b.Start(i));
  std::uint64_t told = 0;
  std::uint64_t delivered = 0;
  std::uint64_t stood_for = 0;
  const auto take = [&](const std::vector<Record>& records) {
    for (const Record& record : records) {
      if (record.kind != RecordKind::kNotification) continue;
      ++delivered;
      stood_for += record.merged;
    }
  };
  for (int step = 0; step < 20'000; ++step) {
    const auto& owner = owners[below(5)];
    switch (below(40)) {
      case 0:
        take(b.inbox.Drain());
        break;
      case 1:
        b.Read(owner, kOnline);
        break;
      case 2:
        NotificationQueue::Enter(owner->lane);
        static_cast<void>(b.inbox.queue->Drop(owner->lane));
        ++told;
        break;
      case 3:
        if (below(200) == 0) b.Fail(owner);
        break;
      default:
        b.Tell(owner, below(2) == 0 ? kOnline : kOffline, step);
        ++told;
    }
    const auto counts = b.inbox.queue->counts();
    CHECK_MESSAGE(counts.received == told, "step ", step);
  }
  take(b.inbox.Drain());
  const auto counts = b.inbox.queue->counts();
  CHECK(counts.received == delivered + counts.merged + counts.dropped);
  CHECK(stood_for == delivered + counts.merged);
}

#include "core/notification_queue.h"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// One call of Notify, without overlap.
bool Tell(Inbox& inbox, Lane& lane, std::uint8_t current, double timestamp = 0) {
  NotificationQueue::Enter(lane);
  const std::uint8_t previous = current == kOnline ? kOffline : kOnline;
  return inbox.queue->Push(lane, MakeNotification(lane, kChange, previous, current, timestamp));
}

Record Snapshot(const Lane& lane, std::uint8_t state = kOnline) {
  return MakeRecord(lane, RecordKind::kState, state);
}

Record Failure(const Lane& lane) { return MakeRecord(lane, RecordKind::kFailure, 0); }

}  // namespace

TEST_CASE("records of all lanes are drained in the order of their arrival") {
  Inbox inbox;
  const auto one = MakeCom<LaneOwner>(1);
  const auto two = MakeCom<LaneOwner>(2);
  inbox.queue->PushSnapshot(one->lane, Snapshot(one->lane));
  inbox.queue->PushSnapshot(two->lane, Snapshot(two->lane));
  Tell(inbox, two->lane, kOffline, 3);
  Tell(inbox, one->lane, kOffline, 4);
  Tell(inbox, two->lane, kOnline, 5);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 5);
  CHECK(records[0].slot == 1);
  CHECK(records[1].slot == 2);
  for (std::size_t i = 2; i < 5; ++i) CHECK(records[i].timestamp == static_cast<double>(i + 1));
}

TEST_CASE("a batch wakes the consumer once, and the next batch only after Drain has returned 0") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  inbox.queue->PushSnapshot(owner->lane, Snapshot(owner->lane));
  for (int i = 0; i < 5; ++i) Tell(inbox, owner->lane, kOffline);
  CHECK(inbox.wakes() == 1);
  Record record{};
  for (int i = 0; i < 6; ++i) CHECK(inbox.queue->Drain(&record, 1) == 1);
  Tell(inbox, owner->lane, kOnline);
  CHECK(inbox.wakes() == 1);  // Drain has not returned 0, so the consumer calls it again
  CHECK(inbox.queue->Drain(&record, 1) == 1);
  CHECK(inbox.queue->Drain(&record, 1) == 0);
  Tell(inbox, owner->lane, kOnline);
  CHECK(inbox.wakes() == 2);
}

TEST_CASE("Drain copies no more records than fit, and continues after the last one copied") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  inbox.queue->PushSnapshot(owner->lane, Snapshot(owner->lane));
  for (int i = 1; i < 5; ++i) Tell(inbox, owner->lane, kOffline, i);
  std::vector<Record> room(3);
  CHECK(inbox.queue->Drain(room.data(), room.size()) == 3);
  CHECK(room[2].timestamp == 2);
  CHECK(inbox.queue->Drain(room.data(), room.size()) == 2);
  CHECK(room[1].timestamp == 4);
  CHECK(inbox.queue->Drain(room.data(), room.size()) == 0);
}

TEST_CASE("notifications before a lane's snapshot are drained after the snapshot") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  Tell(inbox, owner->lane, kOffline, 1);
  Tell(inbox, owner->lane, kOnline, 2);
  CHECK(inbox.wakes() == 0);
  CHECK(inbox.Drain().empty());
  inbox.queue->PushSnapshot(owner->lane, Snapshot(owner->lane));
  Tell(inbox, owner->lane, kOffline, 3);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[0].kind == RecordKind::kState);
  for (std::size_t i = 1; i < 4; ++i) CHECK(records[i].timestamp == static_cast<double>(i));
}

TEST_CASE("notifications past the held bound are merged into the last held record") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  constexpr std::size_t kBound = Lane::kHeldBound;
  for (std::size_t i = 1; i <= kBound + 3; ++i) {
    Tell(inbox, owner->lane, i % 2 == 0 ? kOnline : kOffline, static_cast<double>(i));
  }
  inbox.queue->PushSnapshot(owner->lane, Snapshot(owner->lane));
  const auto records = inbox.Drain();
  REQUIRE(records.size() == kBound + 1);
  CHECK(records[kBound - 1].merged == 1);
  CHECK(records[kBound].merged == 4);
  CHECK(records[kBound].timestamp == kBound + 3);
  CHECK(records[kBound].current == kOffline);
  CHECK(inbox.queue->counts().merged == 3);
}

TEST_CASE("a lane drops its held records at its failure, and every later notification") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  Tell(inbox, owner->lane, kOffline);
  Tell(inbox, owner->lane, kOnline);
  inbox.queue->PushFailure(owner->lane, Failure(owner->lane));
  inbox.queue->PushFailure(owner->lane, Failure(owner->lane));
  inbox.queue->PushSnapshot(owner->lane, Snapshot(owner->lane));
  CHECK_FALSE(Tell(inbox, owner->lane, kOffline));
  inbox.queue->EnterReading(owner->lane);
  CHECK_FALSE(inbox.queue->PushState(owner->lane, Snapshot(owner->lane)));
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kFailure);
  CHECK(inbox.queue->counts().received == 3);
  CHECK(inbox.queue->counts().dropped == 3);
}

TEST_CASE("after Close no record is accepted and nobody is woken") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  const auto failing = MakeCom<LaneOwner>(2);
  NotificationQueue& queue = *inbox.queue;
  queue.PushSnapshot(owner->lane, Snapshot(owner->lane));
  queue.Close();
  queue.Close();
  const int wakes = inbox.wakes();
  CHECK(inbox.Drain().empty());
  CHECK_FALSE(Tell(inbox, owner->lane, kOffline));
  NotificationQueue::Enter(owner->lane);
  CHECK_FALSE(queue.Drop(owner->lane, false));
  queue.EnterReading(owner->lane);
  CHECK_FALSE(queue.PushState(owner->lane, Snapshot(owner->lane)));
  queue.PushSnapshot(failing->lane, Snapshot(failing->lane));
  queue.PushFailure(owner->lane, Failure(owner->lane));
  queue.ExpectAnswers(1);
  queue.PushAnswer(MakeRecord(owner->lane, RecordKind::kAnswer, 0));
  CHECK(inbox.Drain().empty());
  CHECK(inbox.wakes() == wakes);
  CHECK(queue.counts().received == 0);
}

TEST_CASE("every record of eight threads arrives, in the order of its thread") {
  Inbox inbox;
  constexpr std::size_t kThreads = 8;
  constexpr int kEach = 5'000;
  std::vector<ComPtr<LaneOwner>> owners;
  for (std::size_t i = 0; i < kThreads; ++i) {
    owners.push_back(MakeCom<LaneOwner>(static_cast<std::uint32_t>(i)));
    inbox.queue->PushSnapshot(owners[i]->lane, Snapshot(owners[i]->lane));
  }
  std::vector<std::thread> threads;
  for (const auto& owner : owners) {
    threads.emplace_back([&inbox, &owner] {
      for (int i = 1; i <= kEach; ++i) Tell(inbox, owner->lane, kOffline, i);
    });
  }
  CHECK(inbox.AwaitCount(kThreads * (kEach + 1)));
  for (std::thread& thread : threads) thread.join();
  std::vector<double> last(kThreads, -1);
  bool in_order = true;
  for (const Record& record : inbox.records) {
    in_order = in_order && record.timestamp == last[record.slot] + 1;
    last[record.slot] = record.timestamp;
  }
  CHECK(in_order);
  CHECK(inbox.records.size() == kThreads * (kEach + 1));
}

// The memory that the queue keeps, and the records that find no memory.
#include <doctest/doctest.h>

#include <array>
#include <new>
#include <vector>

#include "core/notification_queue.h"
#include "test/allocation.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

bool Tell(Inbox& inbox, Lane& lane, std::uint8_t current) {
  NotificationQueue::Enter(lane);
  const std::uint8_t previous = current == kOnline ? kOffline : kOnline;
  return inbox.queue->Push(lane, MakeNotification(lane, kChange, previous, current));
}

void Snapshot(Inbox& inbox, Lane& lane) {
  inbox.queue->PushSnapshot(lane, MakeRecord(lane, RecordKind::kState, kOnline));
}

void DrainAndForget(Inbox& inbox) {
  std::array<Record, 64> buffer{};
  while (inbox.queue->Drain(buffer.data(), buffer.size()) > 0) {
  }
}

}  // namespace

TEST_CASE("an idle queue frees the memory of a flood") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  for (std::size_t i = 0; i < Lane::kHeldBound; ++i) Tell(inbox, owner->lane, kOnline);
  Snapshot(inbox, owner->lane);
  for (int batch = 0; batch < 2; ++batch) {  // once for each of the buffers that the queue swaps
    for (int i = 0; i < 50'000; ++i) Tell(inbox, owner->lane, kOnline);
    DrainAndForget(inbox);
  }
  const std::size_t afterwards = LiveBytes();
  Inbox fresh;
  const std::size_t for_one = LiveBytes() - afterwards;
  CHECK(for_one < 4'096);
  const auto other = MakeCom<LaneOwner>(1);
  const std::size_t before = LiveBytes();
  {
    Inbox flooded;
    Snapshot(flooded, other->lane);
    for (int i = 0; i < 50'000; ++i) Tell(flooded, other->lane, kOnline);
    DrainAndForget(flooded);
    CHECK(LiveBytes() - before < 4'096 + 4'096 * sizeof(Record));
  }
}

TEST_CASE("Close frees the memory of the waiting records") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  const std::size_t before = LiveBytes();
  Snapshot(inbox, owner->lane);
  for (int i = 0; i < 50'000; ++i) Tell(inbox, owner->lane, kOnline);
  CHECK(LiveBytes() - before > 50'000 * sizeof(Record));
  inbox.queue->Close();
  CHECK(LiveBytes() == before);
}

TEST_CASE("the memory of ten thousand snapshots in one batch is proportional to their number") {
  Inbox inbox;
  std::vector<ComPtr<LaneOwner>> owners;
  for (std::uint32_t i = 0; i < 10'000; ++i) owners.push_back(MakeCom<LaneOwner>(i));
  const std::size_t before = RequestedBytes();
  for (const auto& owner : owners) Snapshot(inbox, owner->lane);
  CHECK(RequestedBytes() - before < 10'000 * sizeof(Record) * 8);
}

TEST_CASE("without memory a lane before its snapshot drops the change, and asks for a reading") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  bool read_again = false;
  {
    const Shortage shortage;
    read_again = Tell(inbox, owner->lane, kOffline);
  }
  CHECK(read_again);
  CHECK(inbox.queue->counts().dropped == 1);
}

TEST_CASE("without memory a lane merges a change into its last held record") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  Tell(inbox, owner->lane, kOffline);
  {
    const Shortage shortage;
    static_cast<void>(Tell(inbox, owner->lane, kOnline));
  }
  Snapshot(inbox, owner->lane);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].merged == 2);
  CHECK(records[1].current == kOnline);
}

TEST_CASE("without memory, notifications, states and failures still reach the consumer") {
  Inbox inbox;
  const auto told = MakeCom<LaneOwner>(1);
  const auto read = MakeCom<LaneOwner>(2);
  const auto failed = MakeCom<LaneOwner>(3);
  for (const auto& owner : {told, read, failed}) Snapshot(inbox, owner->lane);
  DrainAndForget(inbox);
  Tell(inbox, told->lane, kOffline);
  DrainAndForget(inbox);
  inbox.queue->Drain(nullptr, 0);
  {
    const Shortage shortage;
    // Fills the room that the buffers still have.
    for (int i = 0; i < 10; ++i) static_cast<void>(Tell(inbox, told->lane, kOnline));
    inbox.queue->EnterReading(read->lane);
    static_cast<void>(
        inbox.queue->PushState(read->lane, MakeRecord(read->lane, RecordKind::kState, kOffline)));
    inbox.queue->PushFailure(failed->lane, MakeRecord(failed->lane, RecordKind::kFailure, 0));
  }
  const auto records = inbox.Drain();
  REQUIRE(records.size() >= 3);
  CHECK(records[records.size() - 3].slot == 1);
  CHECK(records[records.size() - 3].current == kOnline);
  CHECK(records[records.size() - 2].slot == 2);
  CHECK(records[records.size() - 2].kind == RecordKind::kState);
  CHECK(records[records.size() - 1].slot == 3);
  CHECK(records[records.size() - 1].kind == RecordKind::kFailure);
}

TEST_CASE("without memory a snapshot fails as a whole, and the lane keeps its held records") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  Tell(inbox, owner->lane, kOffline);
  bool failed = false;
  try {
    const Shortage shortage;
    Snapshot(inbox, owner->lane);
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  CHECK(failed);
  CHECK(inbox.Drain().empty());
  Snapshot(inbox, owner->lane);
  CHECK(inbox.Drain().size() == 2);
}

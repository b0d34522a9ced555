#include <doctest/doctest.h>

#include "core/notification_queue.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

Record Answer(std::uint32_t request) {
  Record answer{};
  answer.slot = request;
  answer.kind = RecordKind::kAnswer;
  return answer;
}

void Tell(Inbox& inbox, Lane& lane, double timestamp) {
  NotificationQueue::Enter(lane);
  static_cast<void>(
      inbox.queue->Push(lane, MakeNotification(lane, kChange, kOnline, kOffline, timestamp)));
}

}  // namespace

TEST_CASE("an answer follows every record pushed before it") {
  Inbox inbox;
  const auto owner = MakeCom<LaneOwner>(1);
  inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
  Tell(inbox, owner->lane, 1);
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(9));
  Tell(inbox, owner->lane, 2);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[2].kind == RecordKind::kAnswer);
  CHECK(records[2].slot == 9);
}

TEST_CASE("an answer follows the records of overflowed lanes") {
  Inbox inbox(1);
  const auto owner = MakeCom<LaneOwner>(1);
  inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
  Tell(inbox, owner->lane, 1);
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(8));
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(9));
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[0].kind == RecordKind::kState);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[2].slot == 8);
  CHECK(records[3].slot == 9);
}

TEST_CASE("answers are queued in order again after the overflowed lanes are drained") {
  Inbox inbox(1);
  const auto owner = MakeCom<LaneOwner>(1);
  inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
  Tell(inbox, owner->lane, 1);
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(8));
  CHECK(inbox.Drain().size() == 3);
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(9));
  Tell(inbox, owner->lane, 2);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[0].slot == 9);
  CHECK(records[1].timestamp == 2);
}

TEST_CASE("an answer wakes the consumer like any other record") {
  Inbox inbox;
  inbox.queue->ExpectAnswers(1);
  inbox.queue->PushAnswer(Answer(1));
  CHECK(inbox.wakes() == 1);
  CHECK(inbox.Drain().size() == 1);
}

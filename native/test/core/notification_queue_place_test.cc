#include <doctest/doctest.h>

#include "core/notification_queue.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("changes of the bridge's place are one record, however often they are reported") {
  Inbox inbox;
  for (int i = 0; i < 1'000; ++i) inbox.queue->PushPlace();
  CHECK(inbox.queue->counts().depth == 1);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kPlace);
  CHECK(inbox.queue->counts().depth == 0);
}

TEST_CASE("a change of the place is reported again after it was read, also past the bound") {
  Inbox inbox(1);
  const auto owner = MakeCom<LaneOwner>(1);
  for (int i = 0; i < 2; ++i) {
    inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
    inbox.queue->PushPlace();
    CHECK(inbox.Drain().size() == 2);
  }
}

TEST_CASE("a change of the place is not reported after Close") {
  Inbox inbox;
  inbox.queue->Close();
  inbox.queue->PushPlace();
  CHECK(inbox.queue->counts().depth == 0);
}

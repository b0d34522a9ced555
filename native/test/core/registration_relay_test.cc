// Events that a backend relays from another process.
#include <doctest/doctest.h>

#include "test/core/registration_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using Kind = RelayedEvent::Kind;

namespace {

RelayedEvent MakeEvent(Kind kind) {
  RelayedEvent event;
  event.registration = 77;  // the bridge's number, not the record's
  event.kind = kind;
  return event;
}

}  // namespace

TEST_CASE("a relayed notification keeps its time, its count and its phases") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  RelayedEvent event = MakeEvent(Kind::kNotification);
  event.phase = kChange;
  event.previous = kOnline;
  event.current = kOffline;
  event.merged = 3;
  event.timestamp = 1.5e12;
  event.detail = PhaseBit(kStart) | PhaseBit(kChange);
  r.registration->Relayed(event);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[1].slot == kKey.slot);
  CHECK(records[1].timestamp == 1.5e12);
  CHECK(records[1].merged == 3);
  CHECK(records[1].current == kOffline);
  CHECK(records[1].detail == event.detail);
  CHECK(r.reader->asked == 0);
}

TEST_CASE("a relayed reading is announced, and ends with its state") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  RelayedEvent due = MakeEvent(Kind::kReading);
  due.detail = 1;
  r.registration->Relayed(due);
  RelayedEvent state = MakeEvent(Kind::kState);
  state.current = kOffline;
  state.detail = 1;
  r.registration->Relayed(state);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kState);
  CHECK(records[1].current == kOffline);
  REQUIRE(r.inbox.readings.size() == 1);
  CHECK(r.inbox.readings[0].detail == 1);
  CHECK(r.registration->ReadingsDone() == 1);
}

TEST_CASE("a relayed change of the list is told by IAccountsChanged alone") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.registration->Relayed(MakeEvent(Kind::kAccounts));
  CHECK(r.inbox.Drain().size() == 1);
}

TEST_CASE("a relayed failure names the failed call, and is the last record") {
  for (const auto& [detail, operation] :
       {std::pair(RelayedEvent::kObjectGone, Operation::kNotify),
        std::pair(RelayedEvent::kReadingFailed, Operation::kGetCurrentState)}) {
    Registered r;
    r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
    RelayedEvent event = MakeEvent(Kind::kFailure);
    event.hresult = E_FAIL;
    event.detail = detail;
    r.registration->Relayed(event);
    r.registration->Relayed(MakeEvent(Kind::kState));
    const auto records = r.inbox.Drain();
    REQUIRE(records.size() == 2);
    CHECK(records[1].kind == RecordKind::kFailure);
    CHECK(records[1].hresult == E_FAIL);
    CHECK(records[1].detail == static_cast<std::uint32_t>(operation));
  }
}

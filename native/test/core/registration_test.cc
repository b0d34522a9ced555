#include "core/registration.h"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <string>

#include "test/core/registration_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

double Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace

TEST_CASE("the snapshot tells the way to its Outlook") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE, 3);
  const auto snapshot = r.inbox.Drain();
  REQUIRE(snapshot.size() == 1);
  CHECK(snapshot[0].kind == RecordKind::kState);
  CHECK(snapshot[0].phase == 3);
}

TEST_CASE("a change to a state without Exchange is dropped, and the state is read") {
  Registered r;
  r.registration->Begin(kNoExchangeState);
  r.Notify(2, MAPIOFFLINE_STATE_ONLINE, kNoExchangeState);
  r.Notify(2, kNoExchangeState, MAPIOFFLINE_STATE_ONLINE);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kState);
  CHECK(records[0].current == kNoExchangeRecorded);
  CHECK(r.reader->asked >= 1);
  CHECK(r.inbox.queue->counts().dropped == 2);
}

TEST_CASE("a notification becomes a record with its registration, phase, both states and time") {
  Registered r;
  const double before = Now();
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.Notify(1, 2, 1);
  r.Notify(2, 2, 1);
  r.Notify(3, 2, 1);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[0].kind == RecordKind::kState);
  CHECK(records[0].current == kOnline);
  for (std::uint8_t phase = kStart; phase <= kDone; ++phase) {
    const Record& record = records[phase];
    CHECK(record.slot == 4);
    CHECK(record.generation == 2);
    CHECK(record.kind == RecordKind::kNotification);
    CHECK(record.phase == phase);
    CHECK(record.previous == kOnline);
    CHECK(record.current == kOffline);
    CHECK(record.merged == 1);
    CHECK(record.detail == PhaseBit(phase));
    CHECK(record.timestamp >= before);
    CHECK(record.timestamp <= Now());
  }
}

TEST_CASE("unsupported notifications are dropped and counted") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.inbox.Drain();
  const ULONG huge = std::numeric_limits<ULONG>::max();
  for (const ULONG type : {ULONG{0}, ULONG{4}, huge}) r.Notify(type, 2, 1);
  for (const ULONG mask : {ULONG{0}, ULONG{1}, ULONG{2}, MAPIOFFLINE_STATE_ALL}) {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(2, 2, 1, mask);
    r.registration->Notify(&notify);
  }
  MAPIOFFLINE_NOTIFY small = MakeNotify(2, 2, 1);
  small.ulSize = sizeof(small) - 1;
  r.registration->Notify(&small);
  r.registration->Notify(nullptr);
  CHECK(r.reader->asked == 0);
  for (const ULONG state : {ULONG{0}, ULONG{3}, ULONG{0x40}}) {
    r.Notify(2, state, 1);
    r.Notify(2, 2, state);
  }
  CHECK(r.inbox.Drain().empty());
  CHECK(r.inbox.queue->counts().received == 15);
  CHECK(r.inbox.queue->counts().dropped == 15);
}

TEST_CASE("a notification larger than our MAPIOFFLINE_NOTIFY is accepted") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  MAPIOFFLINE_NOTIFY notify = MakeNotify(2, 2, 1);
  notify.ulSize = sizeof(notify) + 8;
  r.registration->Notify(&notify);
  CHECK(r.inbox.Drain().size() == 2);
}

TEST_CASE(
    "other bits of STATE_ALL are masked; neither or both of the two known bits are no state") {
  Registered r;
  r.registration->Begin(0x003f037c | MAPIOFFLINE_STATE_OFFLINE);
  r.Notify(2, 0x00000040 | 2, 0x003f0000 | 1);
  auto records = r.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[0].current == kOffline);
  CHECK(records[1].previous == kOnline);
  CHECK(records[1].current == kOffline);
  for (const ULONG state : {ULONG{0}, ULONG{3}, ULONG{0x40}}) {
    Registered other;
    other.registration->Begin(state);
    records = other.inbox.Drain();
    REQUIRE(records.size() == 1);
    CHECK(records[0].current == 0);
  }
}

TEST_CASE("Gone pushes the registration's last record, with the reason") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.registration->Gone(MAPI_E_OBJECT_DELETED);
  r.Notify(2, 2, 1);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kFailure);
  CHECK(records[1].hresult == MAPI_E_OBJECT_DELETED);
  CHECK(records[1].detail == static_cast<std::uint32_t>(Operation::kNotify));
}

TEST_CASE("a failure names the failed operation and its HRESULT") {
  Registered r;
  r.registration->Fail(Operation::kAdvise, E_ACCESSDENIED);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].hresult == E_ACCESSDENIED);
  CHECK(std::string(kOperationNames[records[0].detail]) == "Advise");
}

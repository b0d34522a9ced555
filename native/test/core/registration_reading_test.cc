// A registration reads the state again when calls of Notify race.
#include <doctest/doctest.h>

#include <memory>
#include <thread>

#include "test/core/registration_fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("a reading's state follows every earlier record") {
  FakeOutlook outlook;
  outlook.state = MAPIOFFLINE_STATE_OFFLINE;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.Notify(2, 2, 1);
  r.NotifyElsewhere(2, 1, 2);
  CHECK(r.reader->asked == 1);
  r.registration->ReadAgain(*object);
  CHECK(r.reader->asked == 1);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[2].current == kOnline);
  CHECK(records[3].kind == RecordKind::kState);
  CHECK(records[3].current == kOffline);
}

TEST_CASE("a change to or from an unknown state is dropped, and the state is read again") {
  for (const auto& change : {std::pair<ULONG, ULONG>{2, 0}, {0, 2}, {3, 1}}) {
    const auto [previous, current] = change;
    CAPTURE(change.first);
    FakeOutlook outlook;
    outlook.state = 0;
    ComPtr<IMAPIOfflineMgr> object;
    REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
    Registered r;
    r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
    r.Notify(2, previous, current);
    CHECK(r.reader->asked == 1);
    CHECK(r.inbox.queue->counts().dropped == 1);
    r.registration->ReadAgain(*object);
    const auto records = r.inbox.Drain();
    REQUIRE(records.size() == 2);
    CHECK(records[1].kind == RecordKind::kState);
    CHECK(records[1].current == 0);
  }
}

TEST_CASE("a notification during a reading asks for another reading") {
  FakeOutlook outlook;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  outlook.during["GetCurrentState"] = [&r] { r.Notify(2, 2, 1); };
  r.registration->ReadAgain(*object);
  CHECK(r.reader->asked == 1);
  outlook.during.clear();
  r.registration->ReadAgain(*object);
  CHECK(r.reader->asked == 1);
  CHECK(r.inbox.Drain().back().kind == RecordKind::kState);
}

TEST_CASE("a failed reading ends the registration") {
  FakeOutlook outlook;
  outlook.answers["GetCurrentState"] = E_FAIL;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.registration->ReadAgain(*object);
  r.Notify(2, 2, 1);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kFailure);
  CHECK(records[1].hresult == E_FAIL);
  CHECK(records[1].detail == static_cast<std::uint32_t>(Operation::kGetCurrentState));
}

TEST_CASE("a reading that cannot be requested ends the registration") {
  Registered r;
  r.reader->possible = false;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.Notify(2, 2, 1);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 3);
  CHECK(records[2].kind == RecordKind::kFailure);
  CHECK(records[2].hresult == E_OUTOFMEMORY);
}

TEST_CASE("a registration requests no reading after its session's end") {
  Inbox inbox;
  auto reader = std::make_shared<CountingReader>();
  const auto registration = MakeCom<Registration>(inbox.queue, kKey, reader);
  reader.reset();
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(2, 2, 1);
  registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  registration->Notify(&notify);
  std::thread([&] { registration->Notify(&notify); }).join();
  CHECK(inbox.Drain().size() == 3);
}

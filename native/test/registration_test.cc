#include "core/registration.h"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <memory>
#include <thread>
#include <vector>

#include "fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{4, 2};

struct CountingReader final : StateReader {
  bool RequestReading(RegistrationKey key) noexcept override {
    CHECK(key == kKey);
    ++asked;
    return possible;
  }
  int asked = 0;
  bool possible = true;
};

struct Registered {
  void Notify(ULONG type, ULONG previous, ULONG current) const {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(type, previous, current);
    registration->Notify(&notify);
  }
  // Overlaps nothing, but comes from another thread than the last one.
  void NotifyElsewhere(ULONG type, ULONG previous, ULONG current) const {
    std::thread([=] { Notify(type, previous, current); }).join();
  }

  Inbox inbox;
  const std::shared_ptr<CountingReader> reader = std::make_shared<CountingReader>();
  const ComPtr<Registration> registration = MakeCom<Registration>(inbox.queue, kKey, reader);
};

double Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace

TEST_CASE("a notification becomes a record with its key, phase, both states and a time") {
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

TEST_CASE("what the API does not support is dropped and counted") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.inbox.Drain();
  const ULONG huge = std::numeric_limits<ULONG>::max();
  for (const ULONG type : {ULONG{0}, ULONG{4}, huge}) r.Notify(type, 2, 1);
  for (const ULONG state : {ULONG{0}, ULONG{3}, ULONG{0x40}}) {
    r.Notify(2, state, 1);
    r.Notify(2, 2, state);
  }
  for (const ULONG mask : {ULONG{0}, ULONG{1}, ULONG{2}, MAPIOFFLINE_STATE_ALL}) {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(2, 2, 1, mask);
    r.registration->Notify(&notify);
  }
  MAPIOFFLINE_NOTIFY small = MakeNotify(2, 2, 1);
  small.ulSize = sizeof(small) - 1;
  r.registration->Notify(&small);
  r.registration->Notify(nullptr);
  CHECK(r.inbox.Drain().empty());
  CHECK(r.inbox.queue->counts().received == 15);
  CHECK(r.inbox.queue->counts().dropped == 15);
  CHECK(r.reader->asked == 0);
}

TEST_CASE("a notification that is larger than ours is taken") {
  Registered r;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  MAPIOFFLINE_NOTIFY notify = MakeNotify(2, 2, 1);
  notify.ulSize = sizeof(notify) + 8;
  r.registration->Notify(&notify);
  CHECK(r.inbox.Drain().size() == 2);
}

TEST_CASE("other bits of STATE_ALL are masked, and neither state is no result") {
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

TEST_CASE("Gone is the registration's last record and says why") {
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

TEST_CASE("a failure says which operation failed, and how") {
  Registered r;
  r.registration->Fail(Operation::kAdvise, E_ACCESSDENIED);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].hresult == E_ACCESSDENIED);
  CHECK(std::string(kOperationNames[records[0].detail]) == "Advise");
}

TEST_CASE("a reading brings the object's state behind all that came before") {
  FakeOutlook outlook;
  outlook.state = MAPIOFFLINE_STATE_OFFLINE;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.backend.open(u"Work", object.Put()) == S_OK);
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

TEST_CASE("a notification during a reading asks for another reading") {
  FakeOutlook outlook;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.backend.open(u"Work", object.Put()) == S_OK);
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

TEST_CASE("a reading that fails ends the registration") {
  FakeOutlook outlook;
  outlook.answers["GetCurrentState"] = E_FAIL;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.backend.open(u"Work", object.Put()) == S_OK);
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

TEST_CASE("a reading that cannot even be asked for ends the registration") {
  Registered r;
  r.reader->possible = false;
  r.registration->Begin(MAPIOFFLINE_STATE_ONLINE);
  r.Notify(2, 2, 1);
  r.NotifyElsewhere(2, 1, 2);
  const auto records = r.inbox.Drain();
  REQUIRE(records.size() == 4);
  CHECK(records[3].kind == RecordKind::kFailure);
  CHECK(records[3].hresult == E_OUTOFMEMORY);
}

TEST_CASE("a registration whose session has ended asks nobody") {
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

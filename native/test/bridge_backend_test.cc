#include "backends/bridge/bridge.h"

#include "backends/embedded/flood.h"
#include "bridge_fixture.h"
#include "embedded_fixture.h"
#include "fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Reached {
  Reached() {
    Explanation why;
    REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
    INFO(why.text);
    REQUIRE(opener->Open(u"Work", object.Put(), why) == S_OK);
  }

  const Runtime runtime;
  const Opened work;
  std::unique_ptr<bridge::Server> server = Serve();
  std::unique_ptr<Opener> opener;
  ComPtr<IMAPIOfflineMgr> object;
};

// It has two interfaces, and so IUnknown twice.
IMAPIOfflineNotify* AsNotify(Recorder& recorder) { return &recorder; }

}  // namespace

TEST_CASE("an object over the bridge answers as the one behind it does") {
  const Reached there;
  ULONG value = 0;
  CHECK(there.object->GetCapabilities(&value) == S_OK);
  CHECK(value == 3);
  CHECK(there.object->GetCurrentState(&value) == S_OK);
  CHECK(value == MAPIOFFLINE_STATE_ONLINE);
  there.work.profile->faults().FailNext(embedded::Call::kSetCurrentState, E_PENDING);
  CHECK(there.object->SetCurrentState(0, 3, MAPIOFFLINE_STATE_OFFLINE, nullptr) == E_PENDING);
  CHECK(there.object->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, 3, 1, nullptr) == E_INVALIDARG);
  CHECK(there.object->Placeholder1() == E_NOTIMPL);
  CHECK(there.object->GetCurrentState(nullptr) == E_INVALIDARG);
}

TEST_CASE("a callback that is not of ours is notified as Outlook would, with its client token") {
  const Reached there;
  const auto callback = MakeCom<Recorder>();
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(AsNotify(*callback), 77);
  ULONG token = 0;
  REQUIRE(there.object->Advise(0, &info, &token) == S_OK);
  there.work.profile->ChangeAt(embedded::Notifier::Clock::now(), MAPIOFFLINE_STATE_OFFLINE,
                               nullptr);
  REQUIRE(callback->AwaitCount(3));
  for (const auto& told : callback->told.Get()) {
    CHECK(told.notify.ulSize == sizeof(MAPIOFFLINE_NOTIFY));
    CHECK(told.notify.ulClientToken == 77);
    CHECK(told.notify.Info.StateChange.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK);
    CHECK(told.notify.Info.StateChange.ulStateOld == MAPIOFFLINE_STATE_ONLINE);
    CHECK(told.notify.Info.StateChange.ulStateNew == MAPIOFFLINE_STATE_OFFLINE);
  }
  CHECK(there.object->Unadvise(0, token) == S_OK);
  CHECK(there.object->Unadvise(0, token) == E_INVALIDARG);
  CHECK(there.work.profile->counters().registrations == 0);
}

TEST_CASE("Advise over the bridge refuses what the documentation refuses") {
  const Reached there;
  const auto callback = MakeCom<Recorder>();
  ULONG token = 0;
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(AsNotify(*callback));
  CHECK(there.object->Advise(1, &info, &token) == E_INVALIDARG);
  CHECK(there.object->Advise(0, nullptr, &token) == E_INVALIDARG);
  CHECK(there.object->Advise(0, &info, nullptr) == E_INVALIDARG);
  info.ulStateMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
  CHECK(there.object->Advise(0, &info, &token) == E_INVALIDARG);
  MAPIOFFLINE_ADVISEINFO no_callback = AdviseInfo(there.object.Get());
  CHECK(there.object->Advise(0, &no_callback, &token) == E_NOINTERFACE);
}

TEST_CASE("when the server ends, callbacks hear that the object is gone, and calls say so") {
  Reached there;
  const auto callback = MakeCom<Recorder>();
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(AsNotify(*callback));
  ULONG token = 0;
  REQUIRE(there.object->Advise(0, &info, &token) == S_OK);
  there.server.reset();
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  ULONG state = 0;
  CHECK(there.object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
  CHECK(there.object->Unadvise(0, token) == S_OK);

  // A server that comes back is found again; what was open is not.
  Explanation why;
  ComPtr<IMAPIOfflineMgr> again;
  CHECK(there.opener->Open(u"Work", again.Put(), why) == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(why.text.find("No way to an Outlook") != std::string::npos);
  there.server = Serve();
  CHECK(there.opener->Open(u"Work", again.Put(), why) == S_OK);
  CHECK(again->GetCurrentState(&state) == S_OK);
  CHECK(there.object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("the way to an Outlook is not one to embedded objects") {
  const Reached there;
  const auto opener = bridge::MakeOutlookOpener();
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(opener->Open(u"Work", object.Put(), why) == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(why.text.find("for development") != std::string::npos);
}

TEST_CASE("the profiles over the bridge are those behind it") {
  const Reached there;
  std::vector<std::u16string> names;
  Explanation why;
  CHECK(there.opener->Profiles(names, why) == S_OK);
  CHECK(names == std::vector<std::u16string>{u"Work"});
}

TEST_CASE("overlapping calls of Notify over there end with the state the object ends in, here") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  Client client(bridge::kBackend);
  constexpr RegistrationKey kKey{4, 1};
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.Settle());
  Watched<std::uint64_t> made;
  embedded::Flood::Start(work.profile, 20'000, 8, [&made](std::uint64_t count) {
    made.Update([count](auto& value) { value = count; });
  });
  CHECK(made.Await([](std::uint64_t count) { return count == 20'000; }));
  ULONG state = 0;
  CHECK(work.object->GetCurrentState(&state) == S_OK);
  // Every Notify is accounted for, and the last record tells the state.
  CHECK(client.inbox.Await([&](const std::vector<Record>& all) {
    std::uint64_t received = 0;
    std::uint8_t last = 0;
    for (const Record& record : all) {
      if (record.kind == RecordKind::kNotification) received += record.merged;
      if (record.kind == RecordKind::kNotification || record.kind == RecordKind::kState) {
        last = record.current;
      }
    }
    return received == 20'000 && last == state;
  }));
  CHECK(client.inbox.queue->counts().received == 20'000);
}

#include "backends/bridge/bridge.h"

#include "backends/bridge/connection.h"
#include "backends/embedded/flood.h"
#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Reached {
  Reached() {
    Explanation why;
    REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
    opener->SetSurroundings(Here());
    INFO(why.text);
    REQUIRE(opener->Open({u"Work"}, object.Put(), why) == S_OK);
  }

  const Runtime runtime;
  const Opened work;
  std::unique_ptr<bridge::Server> server = Serve();
  std::unique_ptr<Opener> opener;
  ComPtr<IMAPIOfflineMgr> object;
};

// Recorder has two interfaces, and so IUnknown twice.
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

TEST_CASE("a foreign callback is notified as Outlook would, with its client token") {
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

  // A new server is found; the objects of the old one stay lost.
  Explanation why;
  ComPtr<IMAPIOfflineMgr> again;
  CHECK(there.opener->Open({u"Work"}, again.Put(), why) == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(why.text.find("Classic Outlook runs on Windows only") != std::string::npos);
  there.server = Serve();
  CHECK(there.opener->Open({u"Work"}, again.Put(), why) == S_OK);
  CHECK(again->GetCurrentState(&state) == S_OK);
  CHECK(there.object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("an object that goes in the server is gone in the client, once") {
  const Reached there;
  const auto callback = MakeCom<Recorder>();
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(AsNotify(*callback));
  ULONG token = 0;
  REQUIRE(there.object->Advise(0, &info, &token) == S_OK);
  embedded::RemoveProfile(there.work.profile);
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  CHECK(there.object->Unadvise(0, token) == S_OK);
  CHECK(callback->gone.Get().size() == 1);
}

TEST_CASE("a silent server is noticed by a registration, without any call") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, bridge::kVersion, bridge::Host::kOutlook, "another"});
  const FakeServer server(greeting);
  Explanation why;
  std::shared_ptr<bridge::Connection> connection;
  REQUIRE(bridge::Connection::Open(Here(), connection, why, std::chrono::seconds(1)) == S_OK);
  const auto callback = MakeCom<Recorder>();
  connection->callbacks().Register(1, 0, ComPtr<IMAPIOfflineNotify>::Share(AsNotify(*callback)));
  connection->Tell(MakeRequest(bridge::FrameType::kPing, 0, 0));
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  CHECK(callback->gone.Get().at(0) == ERR_BRIDGE_NOT_ANSWERING);
  bridge::Answer answer;
  CHECK(connection->Ask(MakeRequest(bridge::FrameType::kPing, 0, 0), answer) ==
        ERR_BRIDGE_NOT_ANSWERING);
  CHECK(answer.text.find("no sign of life") != std::string::npos);
  connection->End();
}

TEST_CASE("the server's text about a failure comes with it, and a name too long is not sent") {
  const Reached there;
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(there.opener->Open({std::u16string(300, u'a')}, object.Put(), why) == MAPI_E_NOT_FOUND);
  CHECK(there.opener->Open({u"No such"}, object.Put(), why) == MAPI_E_NOT_FOUND);
}

TEST_CASE("a state that the server read before the client's snapshot follows the snapshot") {
  // As when JavaScript's thread is slower than the bridge: no event may be lost.
  struct Silent final : NotificationQueue::Waker {
    void Wake() noexcept override {}
  } waker;
  NotificationQueue queue(waker);
  const auto owner = MakeCom<LaneOwner>(1);
  Lane& lane = owner->lane;
  queue.PushRelayed(lane, MakeNotification(lane, 2, kOnline, kOffline));
  queue.PushReadingDue(lane, 1, 0);
  queue.PushRelayedState(lane, MakeRecord(lane, RecordKind::kState, kOnline), 1);
  queue.PushReadingDue(lane, 2, 1);
  queue.PushSnapshot(lane, MakeRecord(lane, RecordKind::kState, kOffline));
  queue.PushReadingDue(lane, 2, 1);  // the server reported it twice: recorded once
  std::array<Record, 8> records{};
  const std::size_t count = queue.Drain(records.data(), records.size());
  REQUIRE(count == 4);
  CHECK(records[0].current == kOffline);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[2].kind == RecordKind::kState);
  CHECK(records[2].current == kOnline);
  CHECK(records[3].kind == RecordKind::kReading);
  CHECK(records[3].detail == 2);
  CHECK(queue.ReadingsDone(lane) == 1);
}

TEST_CASE("embedded objects are not taken for an Outlook") {
  const Reached there;
  const auto opener = bridge::MakeOutlookOpener();
  opener->SetSurroundings(Here());
  Explanation why;
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(opener->Open({u"Work"}, object.Put(), why) == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(why.text.find("for development") != std::string::npos);
}

TEST_CASE("the profiles over the bridge are those behind it") {
  const Reached there;
  std::vector<std::u16string> names;
  Explanation why;
  CHECK(there.opener->Profiles(names, why) == S_OK);
  CHECK(names == std::vector<std::u16string>{u"Work"});
}

TEST_CASE(
    "overlapping calls of Notify in the server end with the object's last state in the client") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  Client client(bridge::kBackend);
  client.session->SetSurroundings(std::make_shared<Surroundings>(Here()));
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
  // The counts include every Notify, and the last record has the state.
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

TEST_CASE("each environment is answered at the place that it asks from, over one connection each") {
  const Opened work;
  const Runtime first;
  const Surroundings here = Here();
  const auto server = Serve();
  const Runtime second;
  const Surroundings there = Here();
  const auto other = Serve();
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
  for (int i = 0; i < 3; ++i) {
    for (const Surroundings& from : {here, there, Surroundings::Now("/none")}) {
      opener->SetSurroundings(from);
      const bool is_served = from == here || from == there;
      CHECK(opener->Available(why) == (is_served ? S_OK : ERR_BRIDGE_NO_PLACE));
    }
    // Another realm of the environment asks at the same place.
    Surroundings realm = here;
    realm.realm = static_cast<Realm>(i) + 1;
    opener->SetSurroundings(realm);
    CHECK(opener->Available(why) == S_OK);
    CHECK(server->counts().clients == 1);
    CHECK(other->counts().clients == 1);
  }
  opener.reset();
  CHECK(AwaitNoClient(*server));
  CHECK(AwaitNoClient(*other));
}

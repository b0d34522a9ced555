// Contract 1 and 2 at the level of sessions: the calls of one subscription, and their order.
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{3, 1};
using Calls = std::vector<std::string>;

// Calls Notify of every callback, on the calling thread.
void NotifyAll(const FakeOutlook& outlook, ULONG previous, ULONG current) {
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, previous, current);
  for (const auto& [token, callback] : outlook.callbacks.Get()) callback->Notify(&notify);
}

}  // namespace

TEST_CASE("a subscription opens, asks for the capabilities, advises, then reads the state") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.inbox.AwaitCount(1));
  CHECK(outlook.calls.Get() ==
        Calls{"enter", "Open 4", "GetCapabilities", "Advise 0", "GetCurrentState"});
  const Record& snapshot = client.inbox.records.front();
  CHECK(snapshot.slot == kKey.slot);
  CHECK(snapshot.generation == kKey.generation);
  CHECK(snapshot.kind == RecordKind::kState);
  CHECK(snapshot.current == kOnline);
}

TEST_CASE("a subscription passes its poll interval on to the backend; 0 without one") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Subscribe(kKey, u"Work", {}, Listens::kToState, 250);
  CHECK(client.Settle());
  CHECK(outlook.poll_interval == 250);
  client.Subscribe({4, 1}, u"Work");
  CHECK(client.Settle());
  CHECK(outlook.poll_interval == 0);
}

TEST_CASE("unsubscribing unadvises once and releases the object") {
  FakeOutlook outlook;
  outlook.next_token = 17;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  client.Unsubscribe(kKey);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(outlook.calls.Get().back() == "Unadvise 0 17");
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.objects == 0);
  client.Close(WithinLimit());
  CHECK(outlook.CountOf("Unadvise") == 1);
}

TEST_CASE("a thousand subscriptions before one Flush begin together, in their order") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  for (std::uint32_t slot = 0; slot < 1'000; ++slot) client.session->Subscribe({slot, 1}, u"Work");
  client.session->Unsubscribe({0, 1});
  CHECK(outlook.CountOf("Open") == 0);
  client.session->Flush();
  CHECK(client.inbox.AwaitCount(1'000));
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Advise") == 1'000);
  CHECK(outlook.CountOf("Unadvise") == 1);
  for (std::uint32_t slot = 0; slot < 1'000; ++slot) {
    CHECK(client.inbox.records.at(slot).slot == slot);
  }
}

TEST_CASE("subscriptions that wait for Flush begin before any later request") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Subscribe(kKey, u"Work");
  client.session->Open(7, 11, u"Home!");
  CHECK(client.inbox.AwaitAnswer(7));
  CHECK(outlook.calls.Get() ==
        Calls{"enter", "Open 4", "GetCapabilities", "Advise 0", "GetCurrentState", "Open 5"});
}

TEST_CASE("subscriptions that wait for Flush do not begin when the session closes") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Subscribe(kKey, u"Work");
  client.Close(WithinLimit());
  CHECK(outlook.CountOf("Open") == 0);
  CHECK(outlook.objects == 0);
}

TEST_CASE("token 0 is unadvised like any other") {
  FakeOutlook outlook;
  outlook.next_token = 0;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise 0 0") == 1);
}

TEST_CASE("unsubscribing an unknown slot, or another generation, has no effect") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Unsubscribe(kKey);
  client.Subscribe(kKey, u"Work");
  client.Unsubscribe({kKey.slot, kKey.generation + 1});
  client.Unsubscribe({kKey.slot + 1, kKey.generation});
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Advise") == 1);
  CHECK(outlook.CountOf("Unadvise") == 0);
}

TEST_CASE("every call into the object is made on the dispatcher thread") {
  FakeOutlook outlook;
  {
    Client client(outlook.backend);
    client.Subscribe(kKey, u"Work");
    client.session->Open(1, 1, u"Work");
    client.session->SetCurrentState(2, 200, 1, MAPIOFFLINE_STATE_OFFLINE);
    client.Unsubscribe(kKey);
    CHECK(client.Settle());
  }
  const auto threads = outlook.threads.Get();
  REQUIRE(threads.size() == 9);
  for (const std::thread::id thread : threads) {
    CHECK(thread == threads.front());
    CHECK(thread != std::this_thread::get_id());
  }
}

TEST_CASE("notifications before the snapshot are drained after the snapshot") {
  FakeOutlook outlook;
  outlook.during["GetCurrentState"] = [&outlook] { NotifyAll(outlook, kOnline, kOffline); };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.inbox.AwaitCount(2));
  CHECK(client.inbox.records[0].kind == RecordKind::kState);
  CHECK(client.inbox.records[1].kind == RecordKind::kNotification);
  CHECK(client.inbox.records[1].current == kOffline);
}

TEST_CASE("unsubscribing during Advise unadvises as soon as Advise returns") {
  FakeOutlook outlook;
  Event released;
  outlook.during["Advise"] = [&released] { CHECK(released.Wait()); };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(outlook.AwaitCall("Advise"));
  client.Unsubscribe(kKey);
  CHECK(outlook.CountOf("Unadvise") == 0);
  released.Set();
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.objects == 0);
}

TEST_CASE("a notification during Unadvise does no harm") {
  FakeOutlook outlook;
  outlook.during["Unadvise"] = [&outlook] { NotifyAll(outlook, kOnline, kOffline); };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(outlook.callbacks.Get().empty());
}

TEST_CASE("the state is read again and goes last when calls of Notify race") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  outlook.state = MAPIOFFLINE_STATE_OFFLINE;
  std::thread([&] { NotifyAll(outlook, kOnline, kOffline); }).join();
  CHECK(client.Settle());
  NotifyAll(outlook, kOffline, kOnline);  // the older of the two changes arrives last
  CHECK(client.Settle());
  CHECK(outlook.CountOf("GetCurrentState") == 3);
  std::vector<Record> of_key;
  for (const Record& record : client.inbox.records) {
    if (record.slot == kKey.slot) of_key.push_back(record);
  }
  REQUIRE(of_key.size() == 5);
  CHECK(of_key[3].current == kOnline);
  CHECK(of_key[4].kind == RecordKind::kState);
  CHECK(of_key[4].current == kOffline);
}

TEST_CASE("racing calls request only one reading while the dispatcher is busy") {
  FakeOutlook outlook;
  Event released;
  outlook.during["SetCurrentState"] = [&released] { CHECK(released.Wait()); };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  client.session->Open(1, 11, u"Work");
  client.session->SetCurrentState(2, 200, 11, MAPIOFFLINE_STATE_OFFLINE);
  CHECK(outlook.AwaitCall("SetCurrentState"));
  for (int i = 0; i < 100; ++i) {
    std::thread([&] { NotifyAll(outlook, kOnline, kOffline); }).join();
    NotifyAll(outlook, kOffline, kOnline);
  }
  released.Set();
  CHECK(client.Settle());
  CHECK(outlook.CountOf("GetCurrentState") == 2);
}

TEST_CASE("a reading for an ended registration is not made") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  client.Unsubscribe(kKey);
  CHECK(client.session->RequestReading(kKey));
  CHECK(client.Settle());
  CHECK(outlook.CountOf("GetCurrentState") == 1);
}

// Offline objects that break their contract: nothing is lost and nothing crashes. The queue reports
// faults for which no stream is left.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <thread>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{3, 1};

ComPtr<IMAPIOfflineNotify> CallbackOf(const FakeOutlook& outlook) {
  const auto callbacks = outlook.callbacks.Get();
  REQUIRE(callbacks.size() == 1);
  return callbacks.begin()->second;
}

// Waits for a record that announces faults; false when none arrives.
bool AwaitFault(Client& client) {
  return client.inbox.Await([](const std::vector<Record>& records) {
    return std::any_of(records.begin(), records.end(),
                       [](const Record& record) { return record.kind == RecordKind::kFault; });
  });
}

std::vector<Record> KindOf(const Client& client, RecordKind kind) {
  std::vector<Record> found;
  std::copy_if(client.inbox.records.begin(), client.inbox.records.end(), std::back_inserter(found),
               [kind](const Record& record) { return record.kind == kind; });
  return found;
}

// Notifications of kinds, masks and sizes that the documentation does not mention.
std::vector<MAPIOFFLINE_NOTIFY> Nonsense() {
  std::vector<MAPIOFFLINE_NOTIFY> all;
  constexpr std::array<ULONG, 5> kAny{0, 4, 0x80000000u, 0xffffffffu, 0x12345678u};
  for (const ULONG value : kAny) {
    all.push_back(MakeNotify(value, kOnline, kOffline));
    all.push_back(MakeNotify(kChange, kOnline, kOffline, value));
    MAPIOFFLINE_NOTIFY sized = MakeNotify(kChange, kOnline, kOffline);
    sized.ulSize = value;
    if (value < sizeof(sized)) all.push_back(sized);
  }
  return all;
}

}  // namespace

TEST_CASE("unsupported notifications before Advise returns are dropped; the snapshot follows") {
  FakeOutlook outlook;
  outlook.during["Advise"] = [&outlook] {
    const auto callback = CallbackOf(outlook);
    for (const MAPIOFFLINE_NOTIFY& notify : Nonsense()) callback->Notify(&notify);
    callback->Notify(nullptr);
  };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  REQUIRE(KindOf(client, RecordKind::kState).size() == 1);
  CHECK(KindOf(client, RecordKind::kState)[0].current == kOnline);
  CHECK(KindOf(client, RecordKind::kNotification).empty());
  const auto counts = client.inbox.queue->counts();
  CHECK(counts.received == Nonsense().size() + 1);
  CHECK(counts.dropped == counts.received);
}

TEST_CASE("no supported notification of 16 threads is lost among unsupported ones") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  const auto callback = CallbackOf(outlook);
  constexpr std::size_t kThreads = 16;
  constexpr std::size_t kEach = 500;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&callback] {
      const auto nonsense = Nonsense();
      for (std::size_t n = 0; n < kEach; ++n) {
        const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
        callback->Notify(&notify);
        callback->Notify(n % 9 == 0 ? nullptr : &nonsense[n % nonsense.size()]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(client.Settle());
  const auto counts = client.inbox.queue->counts();
  CHECK(counts.received == 2 * kThreads * kEach);
  CHECK(counts.dropped == kThreads * kEach);
  CHECK(counts.depth == 0);
  std::uint64_t told = 0;
  for (const Record& record : KindOf(client, RecordKind::kNotification)) told += record.merged;
  CHECK(told == kThreads * kEach);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(callback->AddRef() == 2);  // the test's reference and this one
  callback->Release();
}

TEST_CASE("notifications from 16 threads during Unadvise and after it do no harm") {
  FakeOutlook outlook;
  outlook.during["Unadvise"] = [&outlook] {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(kDone, kOnline, kOffline);
    CallbackOf(outlook)->Notify(&notify);
  };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  const auto callback = CallbackOf(outlook);
  constexpr int kEach = 2'000;
  std::atomic<int> made{0};
  Event under_way;
  std::vector<std::thread> threads;
  threads.reserve(16);
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
      for (int n = 0; n < kEach; ++n) {
        callback->Notify(&notify);
        if (++made == kEach) under_way.Set();
      }
    });
  }
  REQUIRE(under_way.Wait());
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  client.Close(WithinLimit());
  for (std::thread& thread : threads) thread.join();
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.objects == 0);
}

TEST_CASE("notifications after Unadvise, and after the session's end, do no harm") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  const auto callback = CallbackOf(outlook);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
  callback->Notify(&notify);
  client.Close(WithinLimit());
  callback->Notify(&notify);
  CHECK(outlook.CountOf("Unadvise") == 1);
}

TEST_CASE("an unknown state from GetCurrentState is recorded as no state") {
  for (const ULONG garbage : {0u, 3u, 4u, 0x7fffffffu, 0xffffffffu}) {
    CAPTURE(garbage);
    FakeOutlook outlook;
    outlook.state = garbage;
    Client client(outlook.backend);
    client.Subscribe(kKey, u"Work");
    CHECK(client.Settle());
    REQUIRE(KindOf(client, RecordKind::kState).size() == 1);
    CHECK(KindOf(client, RecordKind::kState)[0].current == 0);
  }
}

TEST_CASE("a failed Unadvise is not repeated, and its result is reported as a fault") {
  FakeOutlook outlook;
  outlook.answers["Unadvise"] = E_FAIL;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  client.Unsubscribe(kKey);
  REQUIRE(AwaitFault(client));
  const auto faults = client.inbox.queue->TakeFaults();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].of.profile == u"Work");
  CHECK(faults[0].operation == Operation::kUnadvise);
  CHECK(faults[0].hr == E_FAIL);
  CHECK(client.inbox.queue->TakeFaults().empty());
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.objects == 0);
}

TEST_CASE("a callback released too often still exists, and the Release is reported as a fault") {
  for (const int too_often : {1, 2, 5}) {
    CAPTURE(too_often);
    FakeOutlook outlook;
    Client client(outlook.backend);
    client.Subscribe(kKey, u"Work");
    CHECK(client.Settle());
    IMAPIOfflineNotify* const callback = CallbackOf(outlook).Get();
    // Too often: the object has one reference, and releases it in Unadvise.
    for (int i = 0; i < too_often; ++i) callback->Release();
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
    callback->Notify(&notify);  // the callback still exists
    CHECK(client.Settle());
    CHECK(KindOf(client, RecordKind::kNotification).size() == 1);
    client.Unsubscribe(kKey);  // releases the object's reference, which no longer exists
    REQUIRE(AwaitFault(client));
    const auto faults = client.inbox.queue->TakeFaults();
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].operation == Operation::kRelease);
    CHECK(faults[0].hr == E_UNEXPECTED);
    client.Close(WithinLimit());
    callback->Notify(&notify);  // the callback exists after the session's end, too
    FreeAbandoned(callback);
  }
}

TEST_CASE("a callback released too often may be called after a failed Unadvise") {
  FakeOutlook outlook;
  outlook.answers["Unadvise"] = E_FAIL;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  IMAPIOfflineNotify* const callback = CallbackOf(outlook).Get();
  callback->Release();
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  const auto faults = client.inbox.queue->TakeFaults();
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].operation == Operation::kUnadvise);
  CHECK(faults[0].hr == E_FAIL);
  CHECK(faults[1].operation == Operation::kRelease);
  CHECK(faults[1].of.profile == u"Work");
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
  callback->Notify(&notify);
  client.Close(WithinLimit());
  callback->Notify(&notify);
  FreeAbandoned(callback);
}

TEST_CASE("a callback released too often may be called after its environment's end") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  IMAPIOfflineNotify* const callback = CallbackOf(outlook).Get();
  callback->Release();
  client.Close(WithinLimit());  // while subscribed
  CHECK(outlook.CountOf("Unadvise") == 1);
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
  callback->Notify(&notify);
  FreeAbandoned(callback);
}

TEST_CASE("a callback released too often may be called after its failed start") {
  FakeOutlook outlook;
  outlook.answers["GetCurrentState"] = E_FAIL;
  IMAPIOfflineNotify* callback = nullptr;
  outlook.during["GetCurrentState"] = [&] {
    callback = CallbackOf(outlook).Get();
    callback->Release();
  };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  CHECK(client.Settle());
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise") == 1);
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
  callback->Notify(&notify);
  FreeAbandoned(callback);
}

TEST_CASE("a call that hangs blocks the dispatcher thread, but no request and no close") {
  FakeOutlook outlook;
  Event entered;
  Event released;
  outlook.during["Advise"] = [&] {
    entered.Set();
    CHECK(released.Wait());
  };
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  REQUIRE(entered.Wait());
  client.Unsubscribe(kKey);
  client.session->GetCurrentState(1, 11);
  client.Close(std::chrono::steady_clock::now());  // abandons the call
  CHECK(outlook.CountOf("Unadvise") == 0);
  released.Set();
  CHECK(outlook.AwaitCall("Unadvise"));
  CHECK(outlook.AwaitCall("leave"));
}

// Accounts over the bridge, between a client and a server of version 2.
#include <thread>

#include "backends/bridge/bridge.h"
#include "backends/embedded/flood.h"
#include "test/backends/embedded/accounts_fixture.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Reached {
  explicit Reached(const Backend& behind = embedded::kBackend) : server(Serve({}, behind)) {
    Explanation why;
    REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
    opener->SetSurroundings(Here());
  }
  HRESULT Open(const Target& target) { return opener->Open(target, object.Put(), why); }
  HRESULT List(const std::u16string& profile) {
    accounts.clear();
    return opener->Accounts(profile, accounts, why);
  }
  [[nodiscard]] ULONG Advise(IMAPIOfflineNotify* callback) const {
    MAPIOFFLINE_ADVISEINFO info = AdviseInfo(callback);
    ULONG token = 0;
    REQUIRE(object->Advise(0, &info, &token) == S_OK);
    return token;
  }

  const Runtime runtime;
  const Opened work;
  std::unique_ptr<bridge::Server> server;
  std::unique_ptr<Opener> opener;
  ComPtr<IMAPIOfflineMgr> object;
  std::vector<AccountInfo> accounts;
  Explanation why;
};

// An environment over the bridge.
struct Environment {
  explicit Environment(std::size_t bound = NotificationQueue::kDefaultBound)
      : client(bridge::kBackend, bound) {
    client.session->SetSurroundings(std::make_shared<Surroundings>(Here()));
  }
  Client client;
};

Record AnswerTo(Client& client, std::uint32_t request) {
  REQUIRE(client.inbox.AwaitAnswer(request));
  const auto& records = client.inbox.records;
  return *std::find_if(records.begin(), records.end(), [request](const Record& record) {
    return record.kind == RecordKind::kAnswer && record.slot == request;
  });
}

std::ptrdiff_t MarksOf(std::uint32_t slot, const std::vector<Record>& records) {
  return std::count_if(records.begin(), records.end(), [slot](const Record& record) {
    return record.kind == RecordKind::kAccounts && record.slot == slot;
  });
}

}  // namespace

TEST_CASE("an account over the bridge answers as the one behind it does, its profile apart") {
  Reached there;
  const auto alice = there.work.profile->AddAccount(u"alice");
  REQUIRE(there.Open({u"Work", u"alice"}) == S_OK);
  const auto callback = MakeCom<Recorder>();
  const ULONG token = there.Advise(callback.Get());
  CHECK(there.object->SetCurrentState(0, 3, MAPIOFFLINE_STATE_OFFLINE, nullptr) == S_OK);
  CHECK(callback->AwaitCount(3));
  CHECK(Heard(*callback) == kWentOffline);
  ULONG state = 0;
  CHECK(there.object->GetCurrentState(&state) == S_OK);
  CHECK(state == MAPIOFFLINE_STATE_OFFLINE);
  CHECK(there.work.State() == MAPIOFFLINE_STATE_ONLINE);
  CHECK(there.work.profile->counters().advises == 0);
  CHECK(there.object->Unadvise(0, token) == S_OK);
  CHECK(alice->counters().registrations == 0);
}

TEST_CASE("an account follows its profile over the bridge") {
  Reached there;
  const auto alice = there.work.profile->AddAccount(u"alice");
  REQUIRE(there.Open({u"Work", u"alice"}) == S_OK);
  const auto callback = MakeCom<Recorder>();
  const ULONG token = there.Advise(callback.Get());
  there.work.Change(MAPIOFFLINE_STATE_OFFLINE);
  CHECK(callback->AwaitCount(3));
  CHECK(Heard(*callback) == kWentOffline);
  CHECK(there.object->Unadvise(0, token) == S_OK);
}

TEST_CASE("an account that goes in the server is gone in the client, once, with the reason") {
  Reached there;
  there.work.profile->AddAccount(u"alice");
  REQUIRE(there.Open({u"Work", u"alice"}) == S_OK);
  const auto callback = MakeCom<Recorder>();
  const ULONG token = there.Advise(callback.Get());
  CHECK(there.work.profile->RemoveAccount(u"alice"));
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  CHECK(there.object->Unadvise(0, token) == S_OK);
  CHECK(callback->gone.Get() == std::vector<HRESULT>{MAPI_E_OBJECT_DELETED});
  CHECK(there.Open({u"Work", u"alice"}) == ERR_ACCOUNT_NOT_FOUND);
}

TEST_CASE("an account or a profile that there is not is not found, whatever its name") {
  Reached there;
  there.work.profile->AddAccount(u"alice");
  CHECK(there.Open({u"Work", u"bob"}) == ERR_ACCOUNT_NOT_FOUND);
  CHECK(there.Open({u"Home", u"alice"}) == MAPI_E_NOT_FOUND);
  CHECK(there.List(u"Home") == MAPI_E_NOT_FOUND);
  // No frame could carry these.
  for (const std::u16string& name : {std::u16string(257, u'a'), std::u16string(u"a\0b", 3)}) {
    CHECK(there.Open({u"Work", name}) == ERR_ACCOUNT_NOT_FOUND);
    CHECK(there.Open({name, u"alice"}) == MAPI_E_NOT_FOUND);
    CHECK(there.Open({name}) == MAPI_E_NOT_FOUND);
    CHECK(there.List(name) == MAPI_E_NOT_FOUND);
  }
  CHECK(there.Open({u"Work", std::u16string(1, char16_t{0xd800})}) == ERR_ACCOUNT_NOT_FOUND);
  CHECK(there.Open({u"Work", u"alice"}) == S_OK);  // over the same connection
  CHECK(there.server->counts().clients == 1);
}

TEST_CASE("the accounts over the bridge are those behind it, in their order") {
  Reached there;
  CHECK(there.List(u"Work") == S_OK);
  CHECK(there.accounts.empty());
  there.work.profile->AddAccount(u"zoe", AccountType::kExchange);
  there.work.profile->AddAccount(u"\U0001F4EC", AccountType::kPop3);
  there.work.profile->AddAccount(std::u16string(1, char16_t{0xd800}), AccountType::kOther);
  CHECK(there.List(u"Work") == S_OK);
  CHECK(there.accounts == there.work.profile->Accounts());
  CHECK(there.accounts.size() == 3);
}

TEST_CASE("a backend without accounts says so over the bridge, in its own words") {
  FakeOutlook outlook;
  outlook.answers["Open"] = outlook.answers["Accounts"] = ERR_ACCOUNTS_UNAVAILABLE;
  outlook.explanation = {"", "This Outlook has none."};
  {
    Reached there(outlook.backend);
    CHECK(there.Open({u"Work", u"alice"}) == ERR_ACCOUNTS_UNAVAILABLE);
    CHECK(there.why.text == "This Outlook has none.");
    there.why = {};
    CHECK(there.List(u"Work") == ERR_ACCOUNTS_UNAVAILABLE);
    CHECK(there.why.text == "This Outlook has none.");
  }
  CHECK(outlook.AwaitCall("leave"));
}

TEST_CASE("a callback hears of the list only if it answers IAccountsChanged") {
  Reached there;
  REQUIRE(there.Open({u"Work"}) == S_OK);
  Watched<int> changes;
  const auto listener =
      MakeCom<Listener>([&changes] { changes.Update([](int& count) { ++count; }); });
  const auto other = MakeCom<Recorder>();
  const ULONG token = there.Advise(listener.Get());
  const ULONG other_token = there.Advise(other.Get());
  CHECK(there.work.profile->counters().advises == 2);
  there.work.profile->AddAccount(u"alice");
  CHECK(changes.Await([](int count) { return count == 1; }));
  there.work.Change(MAPIOFFLINE_STATE_OFFLINE);
  CHECK(other->AwaitCount(3));  // behind the change of the list, and nothing else came
  CHECK(changes.Get() == 1);
  CHECK(there.object->Unadvise(0, token) == S_OK);
  CHECK(there.object->Unadvise(0, other_token) == S_OK);
  there.work.profile->AddAccount(u"bob");
  CHECK(there.List(u"Work") == S_OK);
  CHECK(changes.Get() == 1);
  CHECK(there.work.profile->counters().registrations == 0);
}

TEST_CASE(
    "an environment over the bridge hears of the list where it has asked, behind its snapshot") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  Environment environment;
  Client& client = environment.client;
  client.Subscribe({1, 1}, u"Work", {}, Listens::kToStateAndAccounts);
  client.Subscribe({2, 1}, u"Work");
  REQUIRE(client.inbox.AwaitCount(2));
  CHECK(work.profile->counters().advises == 2);
  work.profile->AddAccount(u"alice");
  REQUIRE(client.inbox.AwaitCount(3));
  CHECK(client.inbox.records[2].kind == RecordKind::kAccounts);
  client.session->ListAccounts(1, u"Work");
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  CHECK(*client.session->TakeAccounts(1) == work.profile->Accounts());
  CHECK(MarksOf(1, client.inbox.records) == 1);
  CHECK(MarksOf(2, client.inbox.records) == 0);
}

TEST_CASE("a thousand accounts over one connection are a thousand registrations, and then none") {
  const Runtime runtime;
  const Opened work;
  constexpr std::uint32_t kAccounts = 1'000;
  for (std::uint32_t i = 0; i < kAccounts; ++i) work.profile->AddAccount(u"alice");
  const auto all = work.profile->Accounts();
  const auto server = Serve();
  {
    Environment environment;
    Client& client = environment.client;
    for (std::uint32_t i = 0; i < kAccounts; ++i) {
      client.session->Subscribe({i, 1}, u"Work", all[i].name);
    }
    client.session->Flush();
    REQUIRE(client.inbox.AwaitCount(kAccounts));
    for (const Record& record : client.inbox.records) {
      if (record.kind != RecordKind::kState) FAIL("a subscription has failed");
    }
    CHECK(server->counts().clients == 1);
    CHECK(server->counts().registrations == kAccounts);
    client.inbox.records.clear();
    work.Change(MAPIOFFLINE_STATE_OFFLINE);
    std::vector<std::uint8_t> last(kAccounts, 0);
    CHECK(client.inbox.Await([&](const std::vector<Record>& records) {
      for (const Record& record : records) last[record.slot] = record.current;
      return std::count(last.begin(), last.end(), kOffline) == kAccounts;
    }));
    for (std::uint32_t i = 0; i < kAccounts; ++i) client.session->Unsubscribe({i, 1});
    CHECK(client.Settle());
    CHECK(server->counts().registrations == 0);
  }
  for (const AccountInfo& account : all) {
    const auto counters = work.profile->FindAccount(account.name)->counters();
    if (counters.advises != 1 || counters.unadvises != 1) FAIL("not one Advise and one Unadvise");
  }
}

TEST_CASE("an environment that lists after each mark ends with the last list, under a flood") {
  const Runtime runtime;
  const Opened work;
  work.profile->AddAccount(u"always");
  const auto server = Serve();
  {
    Environment environment(64);
    Client& client = environment.client;
    constexpr std::uint32_t kSlot = 3;
    client.Subscribe({kSlot, 1}, u"Work", {}, Listens::kToStateAndAccounts);
    client.Subscribe({4, 1}, u"Work", u"always");
    REQUIRE(client.inbox.AwaitCount(2));
    Event ended;
    const auto flood =
        embedded::Flood::Start(work.profile, 0, 2, [&ended](std::uint64_t) { ended.Set(); });
    constexpr std::ptrdiff_t kChanges = 601;
    std::thread changer([&work] {
      for (std::ptrdiff_t i = 1; i < kChanges; i += 2) {
        work.profile->AddAccount(u"mail");
        work.profile->RemoveAccount(u"mail");
      }
      work.profile->AddAccount(u"last");
    });
    std::uint32_t request = 0;
    std::ptrdiff_t marks = 0;
    std::vector<AccountInfo> last;
    bool is_due = false;  // a mark has come since the last question
    while (last.empty() || last.back().name != u"last") {
      const auto is_marked = [](const auto& records) { return MarksOf(kSlot, records) > 0; };
      REQUIRE((is_due || client.inbox.Await(is_marked)));
      marks += is_due ? 0 : MarksOf(kSlot, client.inbox.records);
      client.inbox.records.clear();
      client.session->ListAccounts(++request, u"Work");
      CHECK(AnswerTo(client, request).hresult == S_OK);
      last = *client.session->TakeAccounts(request);
      is_due = is_marked(client.inbox.records);
      marks += MarksOf(kSlot, client.inbox.records);
    }
    changer.join();
    flood->Stop();
    CHECK(ended.Wait());
    CHECK(last == work.profile->Accounts());
    CHECK(client.Settle());
    CHECK(marks <= kChanges);
    client.Unsubscribe({kSlot, 1});
    client.Unsubscribe({4, 1});
    CHECK(client.Settle());
    CHECK(work.profile->counters().registrations == 0);
  }
  CHECK(work.profile->FindAccount(u"always")->counters().registrations == 0);
}

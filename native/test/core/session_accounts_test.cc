// Accounts at the level of sessions: opening one, listing them, hearing of a changed list.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "backends/embedded/flood.h"
#include "backends/embedded/outlook.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{3, 1};

Record AnswerTo(Client& client, std::uint32_t request) {
  REQUIRE(client.inbox.AwaitAnswer(request));
  const auto& records = client.inbox.records;
  return *std::find_if(records.begin(), records.end(), [request](const Record& record) {
    return record.kind == RecordKind::kAnswer && record.slot == request;
  });
}

std::ptrdiff_t MarksIn(const std::vector<Record>& records) {
  return std::count_if(records.begin(), records.end(),
                       [](const Record& record) { return record.kind == RecordKind::kAccounts; });
}

struct Embedded {
  Embedded() { REQUIRE(profile != nullptr); }
  Embedded(const Embedded&) = delete;
  Embedded& operator=(const Embedded&) = delete;
  ~Embedded() { embedded::RemoveProfile(profile); }

  const std::shared_ptr<embedded::Profile> profile =
      embedded::CreateProfile(u"Work", std::make_shared<embedded::Faults>());
};

}  // namespace

TEST_CASE("a subscription and an open name the account to the backend") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work", u"alice");
  REQUIRE(client.inbox.AwaitCount(1));
  client.session->Open(1, 11, u"Work", u"bob");
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  CHECK(outlook.AwaitCall("Open 4 5"));
  CHECK(outlook.AwaitCall("Open 4 3"));
}

TEST_CASE("the accounts of a profile are listed and taken once") {
  FakeOutlook outlook;
  outlook.accounts = {{7, u"alice", AccountType::kImap}, {9, u"team", AccountType::kExchange}};
  Client client(outlook.backend);
  client.session->ListAccounts(1, u"Work");
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  CHECK(*client.session->TakeAccounts(1) == outlook.accounts);
  CHECK(client.session->TakeAccounts(1)->empty());
  CHECK(outlook.CountOf("Accounts") == 1);
}

TEST_CASE("a list that fails has no accounts, and says why") {
  FakeOutlook outlook;
  outlook.answers["Accounts"] = ERR_ACCOUNTS_UNAVAILABLE;
  outlook.explanation = {"", "Too old."};
  Client client(outlook.backend);
  client.session->ListAccounts(1, u"Work");
  CHECK(AnswerTo(client, 1).hresult == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(client.session->TakeExplanation(1).text == "Too old.");
  client.session->ListAccounts(2, u"Work");
  CHECK(AnswerTo(client, 2).hresult == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(client.session->TakeAccounts(2)->empty());
}

TEST_CASE("an account's subscription is one Advise and one Unadvise, of the account") {
  const Embedded work;
  const auto alice = work.profile->AddAccount(u"alice");
  Client client(embedded::kBackend);
  client.Subscribe(kKey, u"Work", u"alice");
  REQUIRE(client.inbox.AwaitCount(1));
  CHECK(client.inbox.records[0].current == kOnline);
  alice->ChangeAt(std::chrono::steady_clock::now(), kOffline, nullptr);
  REQUIRE(client.inbox.AwaitCount(4));
  CHECK(client.inbox.records[3].current == kOffline);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(alice->counters().advises == 1);
  CHECK(alice->counters().unadvises == 1);
  CHECK(alice->counters().registrations == 0);
  CHECK(alice->counters().references == 0);
  CHECK(work.profile->counters().advises == 0);
}

TEST_CASE("an unknown account fails its subscription and its open") {
  const Embedded work;
  Client client(embedded::kBackend);
  client.Subscribe(kKey, u"Work", u"nobody");
  REQUIRE(client.inbox.AwaitCount(1));
  CHECK(client.inbox.records[0].kind == RecordKind::kFailure);
  CHECK(client.inbox.records[0].hresult == ERR_ACCOUNT_NOT_FOUND);
  client.session->Open(1, 11, u"Work", u"nobody");
  CHECK(AnswerTo(client, 1).hresult == ERR_ACCOUNT_NOT_FOUND);
}

TEST_CASE("a removed account ends its subscription alone") {
  const Embedded work;
  work.profile->AddAccount(u"alice");
  work.profile->AddAccount(u"bob");
  Client client(embedded::kBackend);
  client.Subscribe({1, 1}, u"Work", u"alice");
  client.Subscribe({2, 1}, u"Work", u"bob");
  REQUIRE(client.inbox.AwaitCount(2));
  CHECK(work.profile->RemoveAccount(u"alice"));
  REQUIRE(client.inbox.AwaitCount(3));
  CHECK(client.Settle());
  CHECK(client.inbox.records[2].kind == RecordKind::kFailure);
  CHECK(client.inbox.records[2].slot == 1);
  CHECK(client.inbox.records[2].hresult == MAPI_E_OBJECT_DELETED);
  CHECK(client.inbox.records.size() == 4);
}

TEST_CASE("hearing of the list comes with the profile's one Advise, where it was asked for") {
  const Embedded work;
  Client client(embedded::kBackend);
  client.Subscribe({1, 1}, u"Work", {}, Listens::kToStateAndAccounts);
  client.Subscribe({2, 1}, u"Work");
  REQUIRE(client.inbox.AwaitCount(2));
  CHECK(work.profile->counters().advises == 2);
  work.profile->AddAccount(u"alice");
  REQUIRE(client.inbox.AwaitCount(3));
  CHECK(client.Settle());
  CHECK(MarksIn(client.inbox.records) == 1);
  CHECK(client.inbox.records[2].kind == RecordKind::kAccounts);
  CHECK(client.inbox.records[2].slot == 1);
  client.Unsubscribe({1, 1});
  CHECK(client.Settle());
  work.profile->AddAccount(u"bob");
  CHECK(client.Settle());
  CHECK(MarksIn(client.inbox.records) == 1);
  CHECK(work.profile->counters().unadvises == 1);
}

TEST_CASE("an Advise alone hears of the list where it was asked for, without a snapshot") {
  const Embedded work;
  Client client(embedded::kBackend);
  client.session->Open(1, 11, u"Work");
  client.session->Advise(2, 11, {1, 1}, Listens::kToStateAndAccounts);
  client.session->Advise(3, 11, {2, 1});
  CHECK(AnswerTo(client, 3).hresult == S_OK);
  work.profile->AddAccount(u"alice");
  CHECK(client.Settle());
  CHECK(MarksIn(client.inbox.records) == 1);
  CHECK(client.inbox.records[3].kind == RecordKind::kAccounts);
  CHECK(client.inbox.records[3].slot == 1);
}

TEST_CASE("a consumer that lists after each mark ends with the last list, under a flood") {
  const Embedded work;
  work.profile->AddAccount(u"always");
  Client client(embedded::kBackend, 64);
  client.Subscribe(kKey, u"Work", {}, Listens::kToStateAndAccounts);
  client.Subscribe({4, 1}, u"Work", u"always");
  REQUIRE(client.inbox.AwaitCount(2));
  Event ended;
  const auto flood =
      embedded::Flood::Start(work.profile, 0, 2, [&ended](std::uint64_t) { ended.Set(); });
  std::thread changer([&work] {
    for (int i = 0; i < 300; ++i) {
      work.profile->AddAccount(u"mail");
      work.profile->RemoveAccount(u"mail");
    }
    work.profile->AddAccount(u"last");
  });
  std::uint32_t request = 0;
  std::vector<AccountInfo> last;
  bool is_due = false;  // a mark has come since the last question
  while (last.empty() || last.back().name != u"last") {
    const auto is_marked = [](const auto& records) { return MarksIn(records) > 0; };
    REQUIRE((is_due || client.inbox.Await(is_marked)));
    client.inbox.records.clear();
    client.session->ListAccounts(++request, u"Work");
    CHECK(AnswerTo(client, request).hresult == S_OK);
    last = *client.session->TakeAccounts(request);
    is_due = is_marked(client.inbox.records);
  }
  changer.join();
  flood->Stop();
  CHECK(ended.Wait());
  CHECK(last == work.profile->Accounts());
  client.Unsubscribe(kKey);
  client.Unsubscribe({4, 1});
  CHECK(client.Settle());
  CHECK(work.profile->counters().registrations == 0);
  CHECK(work.profile->counters().references == 0);
  CHECK(work.profile->FindAccount(u"always")->counters().references == 0);
}

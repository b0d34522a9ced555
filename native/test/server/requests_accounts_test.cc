// The requests of version 2 of the protocol.
#include "server/requests.h"

#include "test/server/requests_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;
using Item = bridge::Ledger::Item;

namespace {

bridge::Request HelloOf(std::uint16_t oldest, std::uint16_t newest) {
  bridge::Request hello = MakeHello();
  hello.oldest = oldest;
  hello.newest = newest;
  return hello;
}

// The frames of the list under way.
std::vector<AccountInfo> TakeList(Asked& a) {
  const Locked locked(a.mutex);
  a.outbox.bytes(locked).clear();
  REQUIRE(a.listing.under_way(locked));
  CHECK(a.listing.Encode(locked, a.outbox));
  bridge::FrameBuffer buffer;
  const auto list = DecodeAccounts(FramesOf(buffer, a.outbox.bytes(locked)).at(0));
  a.outbox.bytes(locked).clear();
  REQUIRE(list);
  return list->accounts;
}

}  // namespace

TEST_CASE("a server speaks the newest version that its client speaks too") {
  struct Case {
    std::uint16_t oldest, newest, version;
  };
  for (const Case& c : {Case{1, 1, 1}, Case{1, 2, 2}, Case{2, 2, 2}, Case{1, 9, 2}, Case{2, 9, 2},
                        Case{3, 9, 0}, Case{0xffff, 0xffff, 0}}) {
    CAPTURE(c.oldest);
    CAPTURE(c.newest);
    Asked a;
    CHECK(a.Serve(HelloOf(c.oldest, c.newest)) == (c.version != 0));
    const Locked locked(a.mutex);
    bridge::FrameBuffer buffer;
    const auto welcome = DecodeWelcome(FramesOf(buffer, a.outbox.bytes(locked)).at(0));
    REQUIRE(welcome);
    CHECK(welcome->version == c.version);
  }
}

TEST_CASE("over version 1 a request of version 2 is malformed, and nobody is asked") {
  for (const FrameType type :
       {FrameType::kOpenAccount, FrameType::kAccounts, FrameType::kAdviseWithAccounts}) {
    Asked a;
    REQUIRE(a.Serve(HelloOf(1, 1)));
    CHECK(a.Serve(FrameType::kOpen, 2, 20));
    CHECK(a.AnswerTo(2)->hresult == S_OK);
    CHECK_FALSE(a.Serve(type, 3, 21, 30));
    CHECK(a.pending() == 0);
    CHECK(a.outlook.CountOf("Open") == 1);
    CHECK(a.outlook.CountOf("Accounts") == 0);
    CHECK(a.outlook.CountOf("Advise") == 0);
  }
}

TEST_CASE("an account is opened below its profile, and takes an object of the grant") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpenAccount, 2, 20));
  CHECK(a.AnswerTo(2)->hresult == S_OK);
  CHECK(a.outlook.AwaitCall("Open 4 5"));
  CHECK(a.ledger->Count(Item::kObject) == 1);
  CHECK(a.Serve(FrameType::kOpenAccount, 3, 21));
  CHECK(a.AnswerAtOnce()->hresult == ERR_BRIDGE_LIMIT);
  CHECK(a.Serve(FrameType::kClose, 4, 20));
  CHECK(a.ledger->Count(Item::kObject) == 0);
}

TEST_CASE("an account that cannot be opened is given back, with what Outlook says") {
  Asked a;
  a.outlook.answers["Open"] = ERR_ACCOUNT_NOT_FOUND;
  a.outlook.explanation = {"HrCreateOfflineObj", "There is no such account."};
  a.Greet();
  CHECK(a.Serve(FrameType::kOpenAccount, 2, 20));
  const auto answer = a.AnswerTo(2);
  REQUIRE(answer);
  CHECK(answer->hresult == ERR_ACCOUNT_NOT_FOUND);
  CHECK(answer->operation == "HrCreateOfflineObj");
  CHECK(answer->text == "There is no such account.");
  CHECK(a.ledger->Count(Item::kObject) == 0);
}

TEST_CASE("a registration that is to hear of the list takes one of the grant, until its end") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpen, 2, 20));
  CHECK(a.AnswerTo(2)->hresult == S_OK);
  SUBCASE("its Unadvise") {
    CHECK(a.Serve(FrameType::kAdviseWithAccounts, 3, 20, 30));
    CHECK(a.requests->IsRegistered(30));
    CHECK(a.ledger->Count(Item::kRegistration) == 1);
    CHECK(a.AnswerTo(3)->hresult == S_OK);
    CHECK(a.Serve(FrameType::kAdviseWithAccounts, 4, 20, 31));
    CHECK(a.AnswerAtOnce()->hresult == ERR_BRIDGE_LIMIT);
    CHECK(a.Serve(FrameType::kUnadvise, 5, 0, 30));
    CHECK(a.AnswerTo(5)->hresult == S_OK);
    CHECK(a.outlook.CountOf("Advise") == 1);
    CHECK(a.outlook.CountOf("Unadvise") == 1);
  }
  SUBCASE("its failure") {
    a.outlook.answers["Advise"] = E_PENDING;
    CHECK(a.Serve(FrameType::kAdviseWithAccounts, 3, 20, 30));
    CHECK(a.AnswerTo(3)->hresult == E_PENDING);
  }
  CHECK_FALSE(a.requests->IsRegistered(30));
  CHECK(a.ledger->Count(Item::kRegistration) == 0);
}

TEST_CASE("only a callback that was advised for the list answers IAccountsChanged") {
  for (const bool listens : {false, true}) {
    CAPTURE(listens);
    Asked a;
    a.Greet();
    CHECK(a.Serve(FrameType::kOpen, 2, 20));
    CHECK(a.Serve(listens ? FrameType::kAdviseWithAccounts : FrameType::kAdvise, 3, 20, 30));
    CHECK(a.AnswerTo(3)->hresult == S_OK);
    const auto callbacks = a.outlook.callbacks.Get();
    REQUIRE(callbacks.size() == 1);
    ComPtr<IAccountsChanged> listening;
    const HRESULT hr = callbacks.begin()->second->QueryInterface(
        IID_IAccountsChanged, reinterpret_cast<void**>(listening.Put()));
    CHECK(hr == (listens ? S_OK : E_NOINTERFACE));
  }
}

TEST_CASE("the accounts of a profile are the answer, and are asked for anew each time") {
  Asked a;
  a.outlook.accounts = {{7, u"alice", AccountType::kImap}, {9, u"team", AccountType::kExchange}};
  a.Greet();
  CHECK(a.Serve(FrameType::kAccounts, 2, 0));
  CHECK_FALSE(a.AnswerTo(2));  // the list is its answer
  CHECK(TakeList(a) == a.outlook.accounts);
  CHECK(a.Serve(FrameType::kAccounts, 3, 0));
  CHECK_FALSE(a.AnswerTo(3));
  CHECK(TakeList(a) == a.outlook.accounts);
  CHECK(a.outlook.CountOf("Accounts") == 2);
}

TEST_CASE("one list is under way at a time, of profiles or of accounts") {
  for (const auto& [first, second] : {std::pair(FrameType::kAccounts, FrameType::kAccounts),
                                      std::pair(FrameType::kAccounts, FrameType::kProfiles),
                                      std::pair(FrameType::kProfiles, FrameType::kAccounts)}) {
    Asked a;
    a.outlook.profiles = {u"Work"};
    a.outlook.accounts = {{7, u"alice", AccountType::kImap}};
    a.Greet();
    CHECK(a.Serve(first, 2, 0));
    CHECK(a.Serve(second, 3, 0));
    CHECK(a.AnswerAtOnce()->hresult == ERR_BRIDGE_LIMIT);
    CHECK_FALSE(a.AnswerTo(2));
    CHECK(a.Serve(second, 4, 0));  // asked, and not yet written
    CHECK(a.AnswerAtOnce()->hresult == ERR_BRIDGE_LIMIT);
    {
      const Locked locked(a.mutex);
      CHECK(a.listing.Encode(locked, a.outbox));
    }
    CHECK(a.Serve(second, 5, 0));
    CHECK(a.inbox.AwaitAnswer(5));
  }
}

TEST_CASE("a backend without accounts is an answer with its explanation, and no list") {
  Asked a;
  a.outlook.answers["Accounts"] = ERR_ACCOUNTS_UNAVAILABLE;
  a.outlook.explanation = {"", "It has none."};
  a.Greet();
  for (const std::uint32_t id : {2u, 3u}) {
    CHECK(a.Serve(FrameType::kAccounts, id, 0));
    const auto answer = a.AnswerTo(id);
    REQUIRE(answer);
    CHECK(answer->hresult == ERR_ACCOUNTS_UNAVAILABLE);
    CHECK(answer->text == "It has none.");
  }
  const Locked locked(a.mutex);
  CHECK_FALSE(a.listing.under_way(locked));
}

// Servers that break the protocol, and their end.
#include "backends/bridge/bridge.h"
#include "backends/bridge/connection.h"
#include "test/bridge/fixture.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// Recorder has two interfaces, and so IUnknown twice.
IMAPIOfflineNotify* AsNotify(Recorder& recorder) { return &recorder; }

}  // namespace

TEST_CASE("a foreign server is refused, whatever it sends") {
  const Runtime runtime;
  bridge::Bytes greeting;
  SUBCASE("noise") { greeting = {1, 2, 3, 4, 5, 6, 7, 8}; }
  SUBCASE("another version") {
    Encode(greeting, bridge::Welcome{1, 0, bridge::Host::kOutlook, "another"});
  }
  SUBCASE("a welcome for nobody") {
    Encode(greeting, bridge::Welcome{7, 1, bridge::Host::kOutlook, "another"});
  }
  SUBCASE("a success that welcomes nobody") {
    Encode(greeting, bridge::Answer{1, S_OK, 0, "", ""});
  }
  SUBCASE("events that cannot be") { bridge::EventsEncoder(greeting).Add(RelayedEvent{}); }
  const FakeServer server(greeting);
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
  opener->SetSurroundings(Here());
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(opener->Open({u"Work"}, object.Put(), why) == ERR_BRIDGE_PROTOCOL);
  CHECK_FALSE(why.text.empty());
}

TEST_CASE("a server may name many profiles, and not without an end") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, bridge::kVersion, bridge::Host::kOutlook, "another"});
  std::size_t more = 0;
  SUBCASE("as many as it may") { more = 0; }
  SUBCASE("one more") { more = 1; }
  bridge::Bytes answer;
  bridge::Encode(answer, 2, std::vector<std::u16string>(bridge::kListLimit + more, u"n"));
  const FakeServer server(greeting, answer);
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
  opener->SetSurroundings(Here());
  std::vector<std::u16string> names;
  CHECK(opener->Profiles(names, why) == (more == 0 ? S_OK : ERR_BRIDGE_PROTOCOL));
  CHECK(names.size() == (more == 0 ? bridge::kListLimit : 0));
}

TEST_CASE("a server may list many accounts, and not without an end, nor one twice") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, bridge::kVersion, bridge::Host::kOutlook, "another"});
  std::vector<AccountInfo> accounts(bridge::kListLimit, {0, u"n", AccountType::kImap});
  std::uint64_t id = 0;
  for (AccountInfo& account : accounts) {
    account.id = ++id;
    account.name.push_back(static_cast<char16_t>(id));  // 1 to 65,535, and one has no unit more
    if (account.name.back() == 0) account.name.pop_back();
  }
  HRESULT expected = ERR_BRIDGE_PROTOCOL;
  SUBCASE("as many as it may") { expected = S_OK; }
  SUBCASE("one more") { accounts.push_back({0, u"another", AccountType::kImap}); }
  SUBCASE("a number twice") { accounts.back().id = 1; }
  SUBCASE("a name twice") { accounts.back().name = accounts.front().name; }
  bridge::Bytes answer;
  bridge::Encode(answer, 2, accounts);
  const FakeServer server(greeting, answer);
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
  opener->SetSurroundings(Here());
  std::vector<AccountInfo> listed;
  CHECK(opener->Accounts(u"Work", listed, why) == expected);
  CHECK(listed.size() == (expected == S_OK ? bridge::kListLimit : 0));
}

TEST_CASE("names that nobody has asked for end the connection") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, bridge::kVersion, bridge::Host::kOutlook, "another"});
  bridge::Bytes names;
  bridge::Encode(names, 0, std::vector<std::u16string>(100, u"n"));
  names[bridge::kHeaderSize + sizeof(std::uint32_t)] = 0;  // not the last frame
  const FakeServer server(greeting, names);
  Explanation why;
  std::shared_ptr<bridge::Connection> connection;
  REQUIRE(bridge::Connection::Open(Here(), connection, why) == S_OK);
  const auto callback = MakeCom<Recorder>();
  connection->callbacks().Register(1, 0, ComPtr<IMAPIOfflineNotify>::Share(AsNotify(*callback)));
  connection->Tell(MakeRequest(bridge::FrameType::kPing, 0, 0));
  CHECK(callback->gone.Await([](const auto& all) { return all.size() == 1; }));
  CHECK(callback->gone.Get().at(0) == ERR_BRIDGE_PROTOCOL);
  connection->End();
}

TEST_CASE("a success of another kind than its request ends the connection") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, bridge::kVersion, bridge::Host::kOutlook, "another"});
  bridge::Bytes answer;
  auto asked = bridge::FrameType::kPing;
  SUBCASE("a second welcome") {
    Encode(answer, bridge::Welcome{2, bridge::kVersion, bridge::Host::kOutlook, "another"});
  }
  SUBCASE("names for no list") { bridge::Encode(answer, 2, {u"Work"}); }
  SUBCASE("accounts for no list") {
    bridge::Encode(answer, 2, std::vector<AccountInfo>{{7, u"alice", AccountType::kImap}});
  }
  SUBCASE("profiles for accounts") {
    asked = bridge::FrameType::kAccounts;
    bridge::Encode(answer, 2, {u"Work"});
  }
  SUBCASE("a list without accounts") {
    asked = bridge::FrameType::kAccounts;
    Encode(answer, bridge::Answer{2, S_OK, 0, "", ""});
  }
  SUBCASE("a list without names") {
    asked = bridge::FrameType::kProfiles;
    Encode(answer, bridge::Answer{2, S_OK, 0, "", ""});
  }
  const FakeServer server(greeting, answer);
  Explanation why;
  std::shared_ptr<bridge::Connection> connection;
  REQUIRE(bridge::Connection::Open(Here(), connection, why) == S_OK);
  bridge::Answer answered;
  CHECK(connection->Ask(MakeRequest(asked, 0, 0), answered) == ERR_BRIDGE_PROTOCOL);
  connection->End();
}

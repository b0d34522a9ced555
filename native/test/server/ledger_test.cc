// The grants of a process and of all together leave some for the next process.
#include "server/ledger.h"

#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;
using bridge::Ledger;
using bridge::Limits;
using Item = Ledger::Item;

namespace {

// Takes registrations until one is refused; returns their number.
std::size_t TakeAll(Ledger::Account& account) {
  std::size_t count = 0;
  while (account.Take(Item::kRegistration)) ++count;
  return count;
}

Limits WithRegistrations(std::size_t one, std::size_t all) {
  Limits limits;
  limits.registrations = {one, all};
  return limits;
}

}  // namespace

TEST_CASE("a process gets no more than is left for the others, so the next one gets some") {
  const auto ledger = std::make_shared<Ledger>(WithRegistrations(100, 64));
  std::vector<std::shared_ptr<Ledger::Account>> accounts;
  std::vector<std::size_t> taken;
  for (std::uint32_t process = 1; process <= 6; ++process) {
    accounts.push_back(ledger->Open(process));
    REQUIRE(accounts.back());
    taken.push_back(TakeAll(*accounts.back()));
  }
  CHECK(taken == std::vector<std::size_t>{32, 16, 8, 4, 2, 1});
  CHECK(ledger->Count(Item::kRegistration) == 63);
  accounts.erase(accounts.begin());
  CHECK(ledger->Count(Item::kRegistration) == 31);
}

TEST_CASE("the connections of one process share what it is granted") {
  const auto ledger = std::make_shared<Ledger>(WithRegistrations(10, 1'000));
  const auto first = ledger->Open(1);
  const auto second = ledger->Open(1);
  REQUIRE((first && second));
  CHECK(TakeAll(*first) == 10);
  CHECK(TakeAll(*second) == 0);
  first->GiveBack(Item::kRegistration);
  CHECK(TakeAll(*second) == 1);
  CHECK(&first->rate() == &second->rate());
  const auto other = ledger->Open(2);
  REQUIRE(other);
  CHECK(TakeAll(*other) == 10);
  CHECK(&other->rate() != &first->rate());
}

TEST_CASE("a process that leaves and comes back at once has no new allowance of requests") {
  Limits limits;
  limits.requests = 5;
  const auto ledger = std::make_shared<Ledger>(limits);
  auto first = ledger->Open(1);
  REQUIRE(first);
  for (int i = 0; i < 5; ++i) first->rate().Take();
  first.reset();
  CHECK(ledger->Count(Item::kClient) == 0);
  const auto again = ledger->Open(1);
  const auto other = ledger->Open(2);
  REQUIRE((again && other));
  CHECK(again->rate().empty());  // Refill would give some back
  CHECK_FALSE(other->rate().empty());
}

TEST_CASE("the bytes owed to all clients are one sum, and a client that ends is owed none") {
  Limits limits;
  limits.owed = 100;
  const auto ledger = std::make_shared<Ledger>(limits);
  const auto reads = ledger->Open(1);
  auto reads_not = ledger->Open(2);
  REQUIRE((reads && reads_not));
  reads->Owe(40);
  reads_not->Owe(90);
  CHECK(reads->is_too_much_owed());
  reads->Owe(10);
  CHECK_FALSE(reads->is_too_much_owed());
  reads->Owe(11);
  CHECK(reads_not->is_too_much_owed());
  reads_not.reset();
  CHECK_FALSE(reads->is_too_much_owed());
}

TEST_CASE("one process has so many connections, however often it asks, and others have theirs") {
  Limits limits;
  limits.clients = {3, 8};
  const auto ledger = std::make_shared<Ledger>(limits);
  std::vector<std::shared_ptr<Ledger::Account>> accounts;
  for (int i = 0; i < 3; ++i) accounts.push_back(ledger->Open(1));
  CHECK(accounts.back());
  CHECK_FALSE(ledger->Open(1));
  CHECK(ledger->Open(2));
  accounts.pop_back();
  CHECK(ledger->Open(1));
}

namespace {

// An Outlook whose Open returns when it is released.
struct HeldOpen {
  HeldOpen() {
    outlook.during["Open"] = [this] {
      entered.Set();
      CHECK(released.Wait());
    };
  }

  FakeOutlook outlook;
  Event entered;
  Event released;
};

}  // namespace

TEST_CASE("connections that come and go while a call is held are no more than those that stay") {
  const Runtime runtime;
  HeldOpen held;
  Limits limits;
  limits.clients = {2, 8};
  auto server = Serve(limits, held.outlook.backend);
  for (int i = 0; i < 2; ++i) {
    RawClient client;
    client.Greet();
    client.Send(MakeRequest(FrameType::kOpen, 2, 20));
    CHECK(held.entered.Wait());
  }
  CHECK(AwaitNoClient(*server));
  RawClient refused;
  CHECK(refused.AnswerTo(0) == ERR_BRIDGE_LIMIT);
  held.released.Set();
  // Polls: the dispatcher's thread undoes them without an announcement.
  const auto until = WithinLimit();
  bool is_in = false;
  while (!is_in && std::chrono::steady_clock::now() < until) {
    RawClient client;
    client.Send(MakeHello());
    bridge::Frame frame{};
    REQUIRE(client.Receive(frame));
    is_in = DecodeWelcome(frame).has_value();
    CHECK((is_in || DecodeAnswer(frame)));
  }
  CHECK(is_in);
  server.reset();
  CHECK(held.outlook.AwaitCall("leave"));
}

TEST_CASE("a connection that has asked nothing is gone with its end, also while a call is held") {
  const Runtime runtime;
  HeldOpen held;
  Limits limits;
  limits.clients = {2, 8};
  auto server = Serve(limits, held.outlook.backend);
  {
    RawClient holds;
    holds.Greet();
    holds.Send(MakeRequest(FrameType::kOpen, 2, 20));
    CHECK(held.entered.Wait());
    // As a program does that only asks which server there is.
    for (int i = 0; i < 5; ++i) {
      RawClient().Greet();
      CHECK(AwaitCounts(*server, [](auto counts) { return counts.clients == 1; }));
    }
    held.released.Set();
  }
  server.reset();
  CHECK(held.outlook.AwaitCall("leave"));
}

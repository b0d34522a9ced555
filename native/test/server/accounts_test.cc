// Accounts behind the bridge's server, for a client that speaks version 2.
#include <thread>

#include "backends/embedded/flood.h"
#include "test/backends/embedded/accounts_fixture.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;
using Kind = RelayedEvent::Kind;

namespace {

// The events of the next frame that has any, except readings.
std::vector<RelayedEvent> ReceiveEvents(RawClient& client) {
  std::vector<RelayedEvent> events;
  bridge::Frame frame{};
  while (events.empty() && client.Receive(frame)) {
    for (std::size_t i = 0; i < CountEvents(frame).value_or(0); ++i) {
      const auto event = DecodeEvent(frame, i);
      REQUIRE(event);
      if (event->kind != Kind::kReading) events.push_back(*event);
    }
  }
  return events;
}

// The accounts of the whole list that answers a request; skips events.
std::vector<AccountInfo> ListOf(RawClient& client, std::uint32_t id) {
  client.Send(MakeRequest(FrameType::kAccounts, id, 0));
  std::vector<AccountInfo> all;
  bridge::Frame frame{};
  while (client.Receive(frame)) {
    const auto some = DecodeAccounts(frame);
    if (!some) continue;
    CHECK(some->id == id);
    all.insert(all.end(), some->accounts.begin(), some->accounts.end());
    if (some->last) return all;
  }
  FAIL("the connection has ended");
  return all;
}

}  // namespace

TEST_CASE("an account of a client is one Advise on the account, and none on its profile") {
  const Runtime runtime;
  const Opened work;
  const auto alice = work.profile->AddAccount(u"alice");
  const auto server = Serve();
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpenAccount, 2, 20));
  client.Send(MakeRequest(FrameType::kAdvise, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
  CHECK(alice->counters().registrations == 1);
  CHECK(work.profile->counters().registrations == 0);
  alice->ChangeAt(embedded::Notifier::Clock::now(), MAPIOFFLINE_STATE_OFFLINE, nullptr);
  const auto events = ReceiveEvents(client);
  REQUIRE_FALSE(events.empty());
  CHECK(events[0].registration == 30);
  CHECK(events[0].kind == Kind::kNotification);
  CHECK(events[0].current == MAPIOFFLINE_STATE_OFFLINE);
  client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
  CHECK(client.AnswerTo(4) == S_OK);
  CHECK(alice->counters().registrations == 0);
  CHECK(alice->counters().unadvises == 1);
}

TEST_CASE("an account that is removed ends its registration, and leaves its profile's alone") {
  const Runtime runtime;
  const Opened work;
  work.profile->AddAccount(u"alice");
  const auto server = Serve();
  RawClient client;
  Subscribe(client);
  client.Send(MakeRequest(FrameType::kOpenAccount, 4, 21));
  client.Send(MakeRequest(FrameType::kAdvise, 5, 21, 31));
  CHECK(client.AnswerTo(5) == S_OK);
  CHECK(work.profile->RemoveAccount(u"alice"));
  const auto events = ReceiveEvents(client);
  REQUIRE(events.size() == 1);
  CHECK(events[0].registration == 31);
  CHECK(events[0].kind == Kind::kFailure);
  CHECK(events[0].hresult == MAPI_E_OBJECT_DELETED);
  CHECK(events[0].detail == RelayedEvent::kObjectGone);
  client.Send(MakeRequest(FrameType::kGetCurrentState, 6, 20));
  CHECK(client.AnswerTo(6) == S_OK);
  client.Send(MakeRequest(FrameType::kOpenAccount, 7, 22));
  CHECK(client.AnswerTo(7) == ERR_ACCOUNT_NOT_FOUND);
}

TEST_CASE("a changed list is told to the registrations that were advised for it, and no other") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  Subscribe(client);
  client.Send(MakeRequest(FrameType::kAdviseWithAccounts, 4, 20, 31));
  client.Send(MakeRequest(FrameType::kAdviseWithAccounts, 5, 20, 32));
  CHECK(client.AnswerTo(5) == S_OK);
  CHECK(work.profile->counters().registrations == 3);
  client.Send(MakeRequest(FrameType::kUnadvise, 6, 0, 32));
  CHECK(client.AnswerTo(6) == S_OK);
  work.profile->AddAccount(u"alice");
  auto events = ReceiveEvents(client);
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == Kind::kAccounts);
  CHECK(events[0].registration == 31);
  CHECK(work.profile->RenameAccount(u"alice", u"bob") == u"bob");
  events = ReceiveEvents(client);
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == Kind::kAccounts);
  CHECK(ListOf(client, 7).at(0).name == u"bob");
  // Neither is told of the other's state.
  work.profile->FindAccount(u"bob")->ChangeAt(embedded::Notifier::Clock::now(),
                                              MAPIOFFLINE_STATE_OFFLINE, nullptr);
  client.Send(MakeRequest(FrameType::kPing, 8, 0));
  CHECK(client.AnswerTo(8) == S_OK);
}

TEST_CASE("a thousand accounts are listed and advised over one connection, and left by its end") {
  const Runtime runtime;
  const Opened work;
  const auto before = work.profile->counters();
  constexpr std::uint32_t kAccounts = 1'000;
  for (std::uint32_t i = 0; i < kAccounts; ++i) work.profile->AddAccount(u"alice");
  const auto server = Serve();
  {
    RawClient client;
    client.Greet();
    const std::vector<AccountInfo> all = ListOf(client, 2);
    CHECK(all == work.profile->Accounts());
    REQUIRE(all.size() == kAccounts);
    bridge::Bytes bytes;
    for (std::uint32_t i = 0; i < kAccounts; ++i) {
      bridge::Request open = MakeRequest(FrameType::kOpenAccount, 10'000 + i, 1 + i);
      open.account = all[i].name;
      Encode(bytes, open);
      Encode(bytes, MakeRequest(FrameType::kAdvise, 20'000 + i, 1 + i, 1 + i));
    }
    std::thread sender([&] { client.Send(bytes); });
    CHECK(client.AnswerTo(20'000 + kAccounts - 1) == S_OK);
    sender.join();
    CHECK(server->counts().registrations == kAccounts);
    CHECK(work.profile->FindAccount(all.back().name)->counters().registrations == 1);
  }
  AwaitAllUndone(*server);
  CHECK(AwaitCounts(*server, [](auto counts) { return counts.registrations == 0; }));
  for (const AccountInfo& account : work.profile->Accounts()) {
    const auto counters = work.profile->FindAccount(account.name)->counters();
    if (counters.registrations != 0 || counters.references != 0 || counters.unadvises != 1) {
      FAIL("a registration is left");
    }
  }
  CHECK(work.profile->counters().references == before.references);
}

TEST_CASE("a client that dies while the list changes leaves no registration") {
  const Runtime runtime;
  const Opened work;
  const auto before = work.profile->counters();
  const auto server = Serve();
  std::atomic<bool> ended{false};
  std::thread changer([&] {
    while (!ended) {
      work.profile->AddAccount(u"alice");
      work.profile->RemoveAccount(u"alice");
    }
  });
  for (int i = 0; i < 20; ++i) {
    RawClient client;
    client.Greet();
    client.Send(MakeRequest(FrameType::kOpen, 2, 20));
    client.Send(MakeRequest(FrameType::kAdviseWithAccounts, 3, 20, 30));
    CHECK(client.AnswerTo(3) == S_OK);
    client.Send(MakeRequest(FrameType::kAccounts, 4, 0));
    CHECK_FALSE(ReceiveEvents(client).empty());
  }
  ended = true;
  changer.join();
  AwaitAllUndone(*server);
  CHECK(work.profile->counters().registrations == 0);
  CHECK(work.profile->counters().advises == work.profile->counters().unadvises);
  CHECK(work.profile->counters().references == before.references);
}

TEST_CASE("changes of the list behind a flood are told behind it to a client that reads late") {
  const Runtime runtime;
  const Opened work;
  bridge::Limits limits;
  limits.queue = {64, 64};
  const auto server = Serve(limits);
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpen, 2, 20));
  client.Send(MakeRequest(FrameType::kAdviseWithAccounts, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
  constexpr std::uint64_t kNotified = 200'001;
  Watched<std::uint64_t> made;
  embedded::Flood::Start(work.profile, kNotified, 1, [&made](std::uint64_t count) {
    made.Update([count](auto& value) { value = count; });
  });
  CHECK(made.Await([](std::uint64_t count) { return count == kNotified; }));
  constexpr std::size_t kChanges = 1'000;
  for (std::size_t i = 0; i < kChanges; i += 2) {
    work.profile->AddAccount(u"alice");
    work.profile->RemoveAccount(u"alice");
  }
  std::uint64_t notified = 0;
  std::size_t marks = 0;
  while (notified < kNotified || marks == 0) {
    for (const RelayedEvent& event : ReceiveEvents(client)) {
      if (event.kind == Kind::kNotification) notified += event.merged;
      if (event.kind != Kind::kAccounts) continue;
      CHECK(notified == kNotified);
      ++marks;
    }
  }
  CHECK(notified == kNotified);
  CHECK(marks <= kChanges);
}

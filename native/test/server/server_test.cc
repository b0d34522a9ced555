#include <algorithm>

#include "core/dispatcher.h"
#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;

TEST_CASE("a client's registration is one Advise on the object inside, and its end one Unadvise") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpen, 2, 20));
  CHECK(client.AnswerTo(2) == S_OK);
  client.Send(MakeRequest(FrameType::kAdvise, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
  CHECK(work.profile->counters().registrations == 1);
  CHECK(AwaitCounts(*server, [](auto counts) { return counts.registrations == 1; }));
  client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
  CHECK(client.AnswerTo(4) == S_OK);
  CHECK(work.profile->counters().registrations == 0);
  client.Send(MakeRequest(FrameType::kUnadvise, 5, 0, 30));
  CHECK(client.AnswerTo(5) == E_INVALIDARG);
}

TEST_CASE("a client that goes leaves no registration and no reference behind") {
  const Runtime runtime;
  const Opened work;
  const auto before = work.profile->counters();
  const auto server = Serve();
  {
    RawClient client;
    client.Greet();
    client.Send(MakeRequest(FrameType::kOpen, 2, 20));
    for (std::uint32_t i = 0; i < 50; ++i) {
      client.Send(MakeRequest(FrameType::kAdvise, 100 + i, 20, 1 + i));
    }
    CHECK(client.AnswerTo(149) == S_OK);
    CHECK(work.profile->counters().registrations == 50);
  }
  CHECK(AwaitNoClient(*server));
  RawClient other;  // answered behind the first client's Unadvise
  other.Greet();
  other.Send(MakeRequest(FrameType::kGetCurrentState, 2, 99));
  CHECK(other.AnswerTo(2) == E_INVALIDARG);
  CHECK(work.profile->counters().registrations == 0);
  CHECK(work.profile->counters().references == before.references);
  CHECK(work.profile->counters().unadvises == 50);
}

TEST_CASE("a malformed frame ends its own connection, and no other") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient sound;
  sound.Greet();
  Bytes oversized{0, 0, 1, 0, 2, 0, 0, 0};
  Bytes unknown{4, 0, 0, 0, 99, 0, 0, 0, 1, 0, 0, 0};
  Bytes reserved{4, 0, 0, 0, 2, 1, 0, 0, 1, 0, 0, 0};
  Bytes no_id{4, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0};
  Bytes short_ping{2, 0, 0, 0, 2, 0, 0, 0, 1, 0};
  for (const Bytes& bytes : {oversized, unknown, reserved, no_id, short_ping}) {
    RawClient hostile;
    hostile.Greet();
    hostile.Send(bytes);
    CHECK(hostile.AwaitEnd());
  }
  SUBCASE("a number that is in use") {
    RawClient hostile;
    hostile.Greet();
    hostile.Send(MakeRequest(FrameType::kOpen, 2, 20));
    CHECK(hostile.AnswerTo(2) == S_OK);
    hostile.Send(MakeRequest(FrameType::kOpen, 3, 20));
    CHECK(hostile.AwaitEnd());
  }
  SUBCASE("anything before the hello") {
    RawClient hostile;
    hostile.Send(MakeRequest(FrameType::kPing, 2, 0));
    CHECK(hostile.AwaitEnd());
  }
  SUBCASE("a second hello") {
    RawClient hostile;
    hostile.Greet();
    bridge::Request hello;
    hello.type = FrameType::kHello;
    hello.id = 2;
    hello.oldest = hello.newest = bridge::kVersion;
    hostile.Send(hello);
    CHECK(hostile.AwaitEnd());
  }
  sound.Send(MakeRequest(FrameType::kOpen, 2, 20));
  CHECK(sound.AnswerTo(2) == S_OK);
  CHECK(AwaitCounts(*server, [](auto counts) { return counts.clients == 1; }));
}

TEST_CASE("a client of another version is told so, and its connection ends") {
  const Runtime runtime;
  const auto server = Serve();
  RawClient client;
  bridge::Request hello;
  hello.type = FrameType::kHello;
  hello.id = 1;
  hello.oldest = hello.newest = bridge::kVersion + 1;
  client.Send(hello);
  bridge::Frame frame{};
  REQUIRE(client.Receive(frame));
  const auto welcome = DecodeWelcome(frame);
  REQUIRE(welcome);
  CHECK(welcome->version == 0);
  CHECK(client.AwaitEnd());
}

TEST_CASE("calls during the held Unadvise of an ended server are served by the same thread") {
  const Runtime runtime;
  FakeOutlook outlook;
  Event entered;
  Event released;
  outlook.during["Unadvise"] = [&] {
    entered.Set();
    CHECK(released.Wait());
  };
  auto server = Serve({}, outlook.backend);
  RawClient advised;
  Subscribe(advised);
  server.reset();
  CHECK(entered.Wait());
  Client client(outlook.backend);
  client.Subscribe({1, 1}, u"Work");
  released.Set();
  CHECK(client.Settle());
  client.Close(WithinLimit());
  const auto threads = outlook.threads.Get();
  CHECK(threads.size() > 5);
  CHECK(std::count(threads.begin(), threads.end(), threads.front()) ==
        static_cast<std::ptrdiff_t>(threads.size()));
}

TEST_CASE("a server that ends has all unadvised, and its clients notice") {
  const Runtime runtime;
  const Opened work;
  const auto dispatcher = Dispatcher::Of(embedded::kBackend);
  auto server = Serve();
  RawClient client;
  Subscribe(client);
  server.reset();
  const auto next = Serve();  // the place is free at once
  CHECK(client.AwaitEnd());
  Watched<bool> behind;  // set behind the Unadvise
  dispatcher->Post([&behind](BackendThread&) { behind.Update([](bool& value) { value = true; }); });
  CHECK(behind.Await([](bool value) { return value; }));
  dispatcher->LetGo(std::chrono::steady_clock::now());
  CHECK(work.profile->counters().registrations == 0);
}

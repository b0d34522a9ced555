#include <thread>

#include "backends/embedded/flood.h"
#include "bridge_fixture.h"
#include "embedded_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;
using bridge::Limits;

namespace {

bool AwaitNoClient(const bridge::Server& server) {
  return AwaitCounts(server, [](auto counts) { return counts.clients == 0; });
}

}  // namespace

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
  RawClient other;  // its answer comes behind the Unadvise of the first
  other.Greet();
  other.Send(MakeRequest(FrameType::kGetCurrentState, 2, 99));
  CHECK(other.AnswerTo(2) == E_INVALIDARG);
  CHECK(work.profile->counters().registrations == 0);
  CHECK(work.profile->counters().references == before.references);
  CHECK(work.profile->counters().unadvises == 50);
}

TEST_CASE("what is malformed ends its own connection, and no other") {
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

TEST_CASE("a client that says nothing, or stops in the middle of a frame, is not waited for long") {
  const Runtime runtime;
  Limits limits;
  limits.silence = std::chrono::milliseconds(50);
  const auto server = Serve(limits);
  SUBCASE("nothing") {
    RawClient client;
    CHECK(client.AwaitEnd());
  }
  SUBCASE("half a frame") {
    RawClient client;
    client.Greet();
    client.Send(Bytes{4, 0, 0});
    CHECK(client.AwaitEnd());
  }
  CHECK(AwaitNoClient(*server));
}

TEST_CASE("no more clients, objects and registrations are taken than are granted") {
  const Runtime runtime;
  const Opened work;
  Limits limits;
  limits.clients = 2;
  limits.objects = 1;
  limits.registrations = 1;
  const auto server = Serve(limits);
  RawClient first;
  first.Greet();
  RawClient second;
  second.Greet();
  RawClient third;
  CHECK(third.AwaitEnd());
  first.Send(MakeRequest(FrameType::kOpen, 2, 20));
  CHECK(first.AnswerTo(2) == S_OK);
  first.Send(MakeRequest(FrameType::kOpen, 3, 21));
  CHECK(first.AnswerTo(3) == ERR_BRIDGE_LIMIT);
  first.Send(MakeRequest(FrameType::kAdvise, 4, 20, 30));
  CHECK(first.AnswerTo(4) == S_OK);
  first.Send(MakeRequest(FrameType::kAdvise, 5, 20, 31));
  CHECK(first.AnswerTo(5) == ERR_BRIDGE_LIMIT);
  // What is given back can be taken again.
  first.Send(MakeRequest(FrameType::kUnadvise, 6, 0, 30));
  first.Send(MakeRequest(FrameType::kAdvise, 7, 20, 32));
  CHECK(first.AnswerTo(7) == S_OK);
}

TEST_CASE("a client that asks too much is read more slowly, and gets every answer") {
  const Runtime runtime;
  Limits limits;
  limits.requests = 2'000;
  const auto server = Serve(limits);
  RawClient client;
  client.Greet();
  constexpr std::uint32_t kRequests = 3'000;
  Bytes bytes;
  for (std::uint32_t id = 2; id < 2 + kRequests; ++id) {
    Encode(bytes, MakeRequest(FrameType::kPing, id, 0));
  }
  const auto start = std::chrono::steady_clock::now();
  client.Send(bytes);
  CHECK(client.AnswerTo(1 + kRequests) == S_OK);
  // At the least: how much slower depends on the machine.
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(400));
}

TEST_CASE("a client that asks much in one go gets every answer") {
  const Runtime runtime;
  const auto server = Serve();
  RawClient client;
  client.Greet();
  constexpr std::uint32_t kRequests = 20'000;
  Bytes bytes;
  for (std::uint32_t id = 2; id < 2 + kRequests; ++id) {
    const FrameType type = id % 2 == 0 ? FrameType::kPing : FrameType::kGetCurrentState;
    Encode(bytes, MakeRequest(type, id, 99));
  }
  std::thread sender([&] { client.Send(bytes); });
  std::uint32_t answers = 0;
  bridge::Frame frame{};
  while (answers < kRequests && client.Receive(frame)) answers += DecodeAnswer(frame) ? 1 : 0;
  sender.join();
  CHECK(answers == kRequests);
}

TEST_CASE("a frame that comes in two pieces after a long silence is whole") {
  const Runtime runtime;
  Limits limits;
  limits.silence = std::chrono::milliseconds(500);
  const auto server = Serve(limits);
  RawClient client;
  client.Greet();
  // Longer than the silence that is allowed in the middle of a frame.
  std::this_thread::sleep_for(2 * limits.silence);
  Bytes ping;
  Encode(ping, MakeRequest(FrameType::kPing, 2, 0));
  client.Send(Bytes(ping.begin(), ping.begin() + 3));
  CHECK(AwaitCounts(*server, [](auto counts) { return counts.clients == 1; }));
  client.Send(Bytes(ping.begin() + 3, ping.end()));
  CHECK(client.AnswerTo(2) == S_OK);
}

TEST_CASE("a flood to one client keeps neither another, nor the end, from their turn") {
  const Runtime runtime;
  const Opened work;
  auto server = Serve();
  RawClient flooded;
  flooded.Greet();
  flooded.Send(MakeRequest(FrameType::kOpen, 2, 20));
  flooded.Send(MakeRequest(FrameType::kAdvise, 3, 20, 30));
  CHECK(flooded.AnswerTo(3) == S_OK);
  Watched<std::uint64_t> made;
  const auto flood = embedded::Flood::Start(work.profile, 0, 1, [&made](std::uint64_t count) {
    made.Update([count](auto& value) { value = count; });
  });
  std::thread reader([&] { CHECK(flooded.AwaitEnd()); });
  RawClient other;
  other.Greet();
  for (std::uint32_t id = 2; id < 100; ++id) {
    other.Send(MakeRequest(FrameType::kPing, id, 0));
    CHECK(other.AnswerTo(id) == S_OK);
  }
  server.reset();
  reader.join();
  flood->Stop();
  CHECK(made.Await([](std::uint64_t count) { return count > 0; }));
}

TEST_CASE("a client that does not read costs a bounded queue, and finds the last state in it") {
  const Runtime runtime;
  const Opened work;
  Limits limits;
  limits.queue = 64;
  const auto server = Serve(limits);
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpen, 2, 20));
  client.Send(MakeRequest(FrameType::kAdvise, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
  // Far more than a socket, a buffer and 64 records hold. Ends on OFFLINE: it is odd.
  constexpr std::uint64_t kChanges = 200'001;
  Watched<std::uint64_t> made;
  embedded::Flood::Start(work.profile, kChanges, 1, [&made](std::uint64_t count) {
    made.Update([count](auto& value) { value = count; });
  });
  CHECK(made.Await([](std::uint64_t count) { return count == kChanges; }));
  std::uint64_t received = 0;
  std::uint8_t last = 0;
  std::size_t records = 0;
  while (received < kChanges) {
    bridge::Frame frame{};
    REQUIRE(client.Receive(frame));
    const auto count = CountEvents(frame);
    REQUIRE(count);
    for (std::size_t i = 0; i < *count; ++i) {
      const auto event = DecodeEvent(frame, i);
      REQUIRE(event);
      if (event->kind != bridge::EventKind::kNotification) continue;
      received += event->merged;
      last = event->current;
      ++records;
    }
  }
  CHECK(received == kChanges);
  CHECK(last == MAPIOFFLINE_STATE_OFFLINE);
  CHECK(records < kChanges);
}

TEST_CASE("a server that ends has unadvised all, and its clients notice") {
  const Runtime runtime;
  const Opened work;
  auto server = Serve();
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpen, 2, 20));
  client.Send(MakeRequest(FrameType::kAdvise, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
  server.reset();
  CHECK(client.AwaitEnd());
  CHECK(work.profile->counters().registrations == 0);
}

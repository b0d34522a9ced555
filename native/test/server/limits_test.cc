// Clients that are slow, silent, greedy or flooded, and their effect on the others.
#include <thread>

#include "backends/bridge/connection.h"
#include "backends/embedded/flood.h"
#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;
using bridge::Limits;

TEST_CASE("a client that says nothing, or stops in the middle of a frame, is not waited for long") {
  const Runtime runtime;
  Limits limits;
  limits.silence = std::chrono::seconds(2);  // long enough for the greeting on a busy machine
  const auto server = Serve(limits);
  SUBCASE("nothing") {
    const auto begin = std::chrono::steady_clock::now();
    RawClient client;
    CHECK(client.AwaitEnd());
    CHECK(std::chrono::steady_clock::now() - begin >= limits.silence);
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
  limits.clients = {2, 4};
  limits.objects = {1, 2};
  limits.registrations = {1, 2};
  const auto server = Serve(limits);
  RawClient first;
  first.Greet();
  RawClient second;
  second.Greet();
  RawClient third;
  CHECK(third.AnswerTo(0) == ERR_BRIDGE_LIMIT);
  CHECK(third.AwaitEnd());
  std::shared_ptr<bridge::Connection> fourth;
  Explanation why;
  CHECK(bridge::Connection::Open(Here(), fourth, why) == ERR_BRIDGE_LIMIT);
  CHECK(why.text.find("one process 2 connections") != std::string::npos);
  first.Send(MakeRequest(FrameType::kOpen, 2, 20));
  CHECK(first.AnswerTo(2) == S_OK);
  first.Send(MakeRequest(FrameType::kOpen, 3, 21));
  CHECK(first.AnswerTo(3) == ERR_BRIDGE_LIMIT);
  first.Send(MakeRequest(FrameType::kAdvise, 4, 20, 30));
  CHECK(first.AnswerTo(4) == S_OK);
  first.Send(MakeRequest(FrameType::kAdvise, 5, 20, 31));
  CHECK(first.AnswerTo(5) == ERR_BRIDGE_LIMIT);
  // A returned registration can be taken again.
  first.Send(MakeRequest(FrameType::kUnadvise, 6, 0, 30));
  first.Send(MakeRequest(FrameType::kAdvise, 7, 20, 32));
  CHECK(first.AnswerTo(7) == S_OK);
}

TEST_CASE("a client that has stopped reading, and says nothing more, ends with the next event") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  Subscribe(client);
  client.StopReading();
  CHECK(work.profile->SetCurrentState(MAPIOFFLINE_STATE_OFFLINE, true) == S_OK);
  CHECK(AwaitNoClient(*server));
}

TEST_CASE("a number is used once, also after the end of its object or registration") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  Subscribe(client);
  SUBCASE("a registration's") {
    client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
    CHECK(client.AnswerTo(4) == S_OK);
    client.Send(MakeRequest(FrameType::kAdvise, 5, 20, 30));
  }
  SUBCASE("an object's") {
    client.Send(MakeRequest(FrameType::kClose, 4, 20));
    client.Send(MakeRequest(FrameType::kOpen, 5, 20));
  }
  CHECK(client.AwaitEnd());
  CHECK(AwaitNoClient(*server));
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
  // A lower bound: the rest depends on the machine.
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(400));
}

TEST_CASE("a client that asks much at once gets every answer") {
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
  limits.silence = std::chrono::seconds(2);
  const auto server = Serve(limits);
  RawClient client;
  client.Greet();
  // Longer than the limit of silence within a frame.
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
  Subscribe(flooded);
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

TEST_CASE(
    "a client that takes no event is read all the same, so that its Unadvise ends the flood") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  Subscribe(client);
  // More than a socket holds, so that events wait for the client.
  constexpr std::uint64_t kChanges = 200'001;
  Watched<std::uint64_t> made;
  embedded::Flood::Start(work.profile, kChanges, 1, [&made](std::uint64_t count) {
    made.Update([count](auto& value) { value = count; });
  });
  CHECK(made.Await([](std::uint64_t count) { return count == kChanges; }));
  client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
  CHECK(AwaitCounts(*server, [](auto counts) { return counts.registrations == 0; }));
}

TEST_CASE("a client that does not read costs a bounded queue, and finds the last state in it") {
  const Runtime runtime;
  const Opened work;
  Limits limits;
  limits.queue = {64, 64};
  const auto server = Serve(limits);
  RawClient client;
  Subscribe(client);
  // More than a socket, a buffer and 64 records hold. An odd count ends with OFFLINE.
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
      if (event->kind != RelayedEvent::Kind::kNotification) continue;
      received += event->merged;
      last = event->current;
      ++records;
    }
  }
  CHECK(received == kChanges);
  CHECK(last == MAPIOFFLINE_STATE_OFFLINE);
  CHECK(records < kChanges);
}

// A client of version 1, whose frames are written here byte by byte: it finds the server that it
// has always found.
#include <string>

#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;

namespace {

const Bytes kHello{8, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0};

// The next frame, whole.
Bytes Next(RawClient& client) {
  bridge::Frame frame{};
  REQUIRE(client.Receive(frame));
  const auto size = static_cast<std::uint8_t>(frame.size);
  REQUIRE(size == frame.size);
  Bytes bytes{size, 0, 0, 0, static_cast<std::uint8_t>(frame.type), 0, 0, 0};
  for (std::size_t i = 0; i < frame.size; ++i) bytes.push_back(frame.body[i]);
  return bytes;
}

// An answer with a value and no text.
Bytes AnswerOf(std::uint8_t request, std::uint8_t value = 0) {
  return {16, 0, 0, 0, 66, 0, 0, 0, request, 0, 0, 0, 0, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0};
}

}  // namespace

TEST_CASE("a client of version 1 is answered in version 1, byte for byte") {
  const Runtime runtime;
  const Opened work;
  work.profile->AddAccount(u"alice");
  const auto server = Serve();
  RawClient client;
  client.Send(kHello);
  CHECK(Next(client) ==
        Bytes{14, 0, 0, 0, 65, 0, 0, 0, 1, 0, 0, 0, 1, 0, 2, 0, 4, 0, 't', 'e', 's', 't'});
  client.Send(Bytes{4, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0});  // ping
  CHECK(Next(client) == AnswerOf(2));
  client.Send(Bytes{4, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0});  // profiles
  CHECK(Next(client) ==
        Bytes{15, 0, 0, 0, 67, 0, 0, 0, 3, 0, 0, 0, 1, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0});
  client.Send(Bytes{18, 0, 0, 0, 4, 0,   0, 0,   4, 0,   0, 0,   20,
                    0,  0, 0, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0});
  CHECK(Next(client) == AnswerOf(4));
  client.Send(Bytes{8, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 20, 0, 0, 0});  // capabilities
  CHECK(Next(client) == AnswerOf(5, 3));
  client.Send(Bytes{8, 0, 0, 0, 6, 0, 0, 0, 6, 0, 0, 0, 20, 0, 0, 0});  // current state
  CHECK(Next(client) == AnswerOf(6, MAPIOFFLINE_STATE_ONLINE));
  client.Send(Bytes{12, 0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0});  // advise
  CHECK(Next(client) == AnswerOf(7));
  client.Send(Bytes{12, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0});  // online
  CHECK(Next(client) == AnswerOf(8));
  work.profile->ChangeAt(embedded::Notifier::Clock::now(), MAPIOFFLINE_STATE_OFFLINE, nullptr);
  bridge::Frame frame{};
  REQUIRE(client.Receive(frame));
  CHECK(frame.type == bridge::FrameType::kEvents);
  REQUIRE(frame.size >= 28);
  const Bytes start(frame.body, frame.body + 12);
  CHECK(start == Bytes{30, 0, 0, 0, 1, 1, 2, 1, 1, 0, 0, 0});
  client.Send(Bytes{8, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 30, 0, 0, 0});  // unadvise
  CHECK(client.AnswerTo(9) == S_OK);
  client.Send(Bytes{8, 0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 20, 0, 0, 0});  // close
  CHECK(Next(client) == AnswerOf(10));
}

TEST_CASE("a client of version 1 hears nothing of accounts") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  RawClient client;
  client.Send(kHello);
  CHECK(Next(client).at(4) == 65);
  client.Send(Bytes{18, 0, 0, 0, 4, 0,   0, 0,   2, 0,   0, 0,   20,
                    0,  0, 0, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0});
  CHECK(Next(client) == AnswerOf(2));
  client.Send(Bytes{12, 0, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0});
  CHECK(Next(client) == AnswerOf(3));
  work.profile->AddAccount(u"alice");
  CHECK(work.profile->RemoveAccount(u"alice"));
  client.Send(Bytes{8, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 20, 0, 0, 0});
  CHECK(Next(client) == AnswerOf(4, MAPIOFFLINE_STATE_ONLINE));
  CHECK(work.profile->counters().registrations == 1);
}

TEST_CASE("a client of version 1 that sends a frame of version 2 loses its connection") {
  const Runtime runtime;
  const Opened work;
  work.profile->AddAccount(u"a");
  const auto server = Serve();
  Bytes sent;
  SUBCASE("open an account") {
    sent = {22, 0, 0, 0,   11, 0,   0, 0,   2, 0,   0, 0, 20, 0,   0,
            0,  4, 0, 'W', 0,  'o', 0, 'r', 0, 'k', 0, 1, 0,  'a', 0};
  }
  SUBCASE("accounts") {
    sent = {14, 0, 0, 0, 12, 0, 0, 0, 2, 0, 0, 0, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0};
  }
  SUBCASE("advise with accounts") {
    sent = {12, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0};
  }
  for (const bool is_old : {true, false}) {
    CAPTURE(is_old);
    RawClient client;
    Bytes hello = kHello;
    if (!is_old) hello.at(14) = 2;
    client.Send(hello);
    CHECK(Next(client).at(12) == (is_old ? 1 : 2));
    client.Send(sent);
    bridge::Frame frame{};
    CHECK(client.Receive(frame) != is_old);
  }
  CHECK(AwaitNoClient(*server));
}

// Servers that answer some requests and withhold the other answers.
#include <functional>
#include <thread>

#include "backends/bridge/connection.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;
using bridge::FrameType;
using bridge::Request;

namespace {

constexpr std::chrono::seconds kPatience{1};

// Sends the bytes that the script appends for each request of the one client.
class ScriptedServer {
 public:
  using Script = std::function<void(const Request&, Bytes&)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    bridge::Reaching reaching;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint_, reaching));
    REQUIRE(bridge::ListenAt(endpoint_, lock_, listener_, reaching));
    thread_ = std::thread([this] { Run(); });
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer() { thread_.join(); }

 private:
  void Run() {
    pollfd waiting{listener_.get(), POLLIN, 0};
    poll(&waiting, 1, 60'000);
    const bridge::Descriptor client(accept(listener_.get(), nullptr, nullptr));
    bridge::FrameBuffer incoming;
    for (;;) {
      std::size_t space = 0;
      std::uint8_t* const target = incoming.Space(space);
      const ssize_t size = recv(client.get(), target, space, 0);
      if (size <= 0) return;
      incoming.Filled(static_cast<std::size_t>(size));
      Bytes said;
      for (bridge::Frame frame{}; incoming.Next(frame) == bridge::FrameBuffer::Result::kFrame;) {
        if (const auto request = DecodeRequest(frame)) script_(*request, said);
      }
      send(client.get(), said.data(), said.size(), MSG_NOSIGNAL);
    }
  }

  const Script script_;
  bridge::Endpoint endpoint_;
  bridge::Descriptor lock_;
  bridge::Descriptor listener_;
  std::thread thread_;
};

void Welcome(const Request& request, Bytes& said) {
  Encode(said, bridge::Welcome{request.id, bridge::kVersion, bridge::Host::kOutlook, "another"});
}

void Answer(const Request& request, Bytes& said, HRESULT hr = S_OK) {
  Encode(said, bridge::Answer{request.id, hr, 0, "", ""});
}

// Answers all requests except those of one type.
ScriptedServer::Script AllBut(FrameType withheld) {
  return [withheld](const Request& request, Bytes& said) {
    if (request.type == withheld) return;
    request.type == FrameType::kHello ? Welcome(request, said) : Answer(request, said);
  };
}

std::shared_ptr<bridge::Connection> Connected() {
  std::shared_ptr<bridge::Connection> connection;
  Explanation why;
  REQUIRE(bridge::Connection::Open(Here(), connection, why, kPatience) == S_OK);
  return connection;
}

}  // namespace

TEST_CASE("a server that answers pings and later questions, and withholds one, is left") {
  const Runtime runtime;
  SUBCASE("whoever waits for the answer is told") {
    const ScriptedServer server(AllBut(FrameType::kOpen));
    const auto connection = Connected();
    bridge::Answer answer;
    CHECK(connection->Ask(MakeRequest(FrameType::kOpen, 0, 20), answer) == ERR_BRIDGE_PROTOCOL);
    CHECK(answer.text.find("not an earlier one") != std::string::npos);
    connection->End();
  }
  SUBCASE("and whoever has asked without waiting") {
    const ScriptedServer server(AllBut(FrameType::kGetCapabilities));
    const auto connection = Connected();
    Watched<HRESULT> told{S_OK};
    connection->AskLater(MakeRequest(FrameType::kGetCapabilities, 0, 20), [&](HRESULT hr, ULONG) {
      told.Update([hr](HRESULT& value) { value = hr; });
    });
    CHECK(told.Await([](HRESULT hr) { return hr == ERR_BRIDGE_PROTOCOL; }));
    connection->End();
  }
}

TEST_CASE("a server that withholds its welcome, and goes on answering pings, is left") {
  const Runtime runtime;
  const ScriptedServer server(AllBut(FrameType::kHello));
  std::shared_ptr<bridge::Connection> connection;
  Explanation why;
  CHECK(bridge::Connection::Open(Here(), connection, why, kPatience) == ERR_BRIDGE_NOT_ANSWERING);
  CHECK_FALSE(connection);
}

TEST_CASE("a server whose Outlook is busy for long is waited for, and asked once only") {
  const Runtime runtime;
  std::vector<Request> asked;
  int pings = 0;
  {
    const ScriptedServer server([&](const Request& request, Bytes& said) {
      if (request.type == FrameType::kHello) return Welcome(request, said);
      if (request.type != FrameType::kPing) return asked.push_back(request);
      Answer(request, said);
      if (++pings != 4) return;
      for (const Request& late : asked) {
        Answer(late, said, late.object == 0 ? E_INVALIDARG : S_OK);
      }
    });
    const auto connection = Connected();
    bridge::Answer answer;
    CHECK(connection->Ask(MakeRequest(FrameType::kOpen, 0, 20), answer) == S_OK);
    CHECK_FALSE(connection->lost());
    connection->End();
  }
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].type == FrameType::kOpen);
  CHECK(asked[1].type == FrameType::kGetCurrentState);
}

// The bridge between threads of this process, in a place of its own, with a raw client.
#pragma once

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "backends/embedded/outlook.h"
#include "bridge/frame.h"
#include "bridge/posix/endpoint.h"
#include "server/server.h"
#include "test/waiting.h"

namespace rx_outlook::test {

// An empty folder that holds the bridge's place while this lives.
class Runtime {
 public:
  Runtime() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rx-outlook-XXXXXX").string();
    path = mkdtemp(pattern.data());
    setenv("XDG_RUNTIME_DIR", path.c_str(), 1);
  }
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime() {
    unsetenv("XDG_RUNTIME_DIR");
    std::filesystem::remove_all(path);
  }

  [[nodiscard]] std::filesystem::path folder() const { return path / "rx-outlook"; }

  std::filesystem::path path;
};

// The surroundings that JavaScript would pass.
inline Surroundings Here() {
  const char* const folder = std::getenv("XDG_RUNTIME_DIR");
  return Surroundings::Now(folder == nullptr ? "" : folder);
}

inline std::unique_ptr<bridge::Server> Serve(const bridge::Limits& limits = {},
                                             const Backend& backend = embedded::kBackend) {
  bridge::Reaching reaching;
  auto server =
      bridge::Server::Start(Here(), backend, {bridge::Host::kEmbedded, "test"}, limits, reaching);
  INFO(reaching.text);
  REQUIRE(server);
  return server;
}

inline bridge::Request MakeHello() {
  bridge::Request hello;
  hello.type = bridge::FrameType::kHello;
  hello.id = 1;
  hello.oldest = hello.newest = bridge::kVersion;
  return hello;
}

// A client that sends any bytes.
class RawClient {
 public:
  RawClient() {
    bridge::Reaching reaching;
    bridge::Endpoint endpoint;
    REQUIRE(bridge::OpenEndpoint(Here(), false, endpoint, reaching));
    REQUIRE(bridge::ConnectTo(endpoint, connection_, reaching));
  }

  void Send(const bridge::Bytes& bytes) const {
    for (std::size_t sent = 0; sent < bytes.size();) {
      pollfd waiting{connection_.get(), POLLOUT, 0};
      poll(&waiting, 1, kPatience);
      const ssize_t taken =
          send(connection_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (taken <= 0) return;  // the server has ended the connection
      sent += static_cast<std::size_t>(taken);
    }
  }
  void Send(bridge::Request request) const {
    bridge::Bytes bytes;
    Encode(bytes, request);
    Send(bytes);
  }
  void Greet() {
    Send(MakeHello());
    bridge::Frame frame{};
    REQUIRE(Receive(frame));
    REQUIRE(DecodeWelcome(frame));
  }

  // The next frame; false when the connection has ended.
  bool Receive(bridge::Frame& frame) {
    while (incoming_.Next(frame) != bridge::FrameBuffer::Result::kFrame) {
      if (!ReceiveBytes()) return false;
    }
    return true;
  }

  // The HRESULT of the answer to a request; skips events.
  std::int32_t AnswerTo(std::uint32_t id) {
    bridge::Frame frame{};
    while (Receive(frame)) {
      const auto answer = DecodeAnswer(frame);
      if (answer && answer->id == id) return answer->hresult;
    }
    FAIL("the connection has ended");
    return E_FAIL;
  }

  // The server notices only by a write.
  void StopReading() const { shutdown(connection_.get(), SHUT_RD); }

  [[nodiscard]] bool AwaitEnd() {
    bridge::Frame frame{};
    while (Receive(frame)) {
    }
    return true;
  }

 private:
  static constexpr int kPatience = 60'000;

  bool ReceiveBytes() {
    pollfd waiting{connection_.get(), POLLIN, 0};
    REQUIRE(poll(&waiting, 1, kPatience) == 1);
    std::size_t space = 0;
    std::uint8_t* const target = incoming_.Space(space);
    const ssize_t received = recv(connection_.get(), target, space, 0);
    if (received <= 0) return false;
    incoming_.Filled(static_cast<std::size_t>(received));
    return true;
  }

  bridge::Descriptor connection_;
  bridge::FrameBuffer incoming_;
};

// A server of one client that sends fixed bytes.
class FakeServer {
 public:
  // Sends `greeting` after the hello, and `answer` after the first request behind it.
  explicit FakeServer(bridge::Bytes greeting, bridge::Bytes answer = {}) {
    bridge::Reaching reaching;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint_, reaching));
    REQUIRE(bridge::ListenAt(endpoint_, lock_, listener_, reaching));
    thread_ = std::thread([this, greeting = std::move(greeting), answer = std::move(answer)] {
      pollfd waiting{listener_.get(), POLLIN, 0};
      poll(&waiting, 1, kPatience);
      const bridge::Descriptor client(accept(listener_.get(), nullptr, nullptr));
      bridge::Bytes heard(kHelloSize);
      recv(client.get(), heard.data(), heard.size(), MSG_WAITALL);
      send(client.get(), greeting.data(), greeting.size(), MSG_NOSIGNAL);
      if (recv(client.get(), heard.data(), 1, 0) > 0) {
        send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
      }
      while (recv(client.get(), heard.data(), heard.size(), 0) > 0) {
      }
    });
  }
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer() { thread_.join(); }

 private:
  static constexpr int kPatience = 60'000;
  static constexpr std::size_t kHelloSize = bridge::kHeaderSize + 8;
  bridge::Endpoint endpoint_;
  bridge::Descriptor lock_;
  bridge::Descriptor listener_;
  std::thread thread_;
};

inline bridge::Request MakeRequest(bridge::FrameType type, std::uint32_t id, std::uint32_t object,
                                   std::uint32_t registration = 0) {
  bridge::Request request;
  request.type = type;
  request.id = id;
  request.object = object;
  request.registration = registration;
  if (type == bridge::FrameType::kOpen || type == bridge::FrameType::kOpenAccount ||
      type == bridge::FrameType::kAccounts) {
    request.profile = u"Work";
  }
  if (type == bridge::FrameType::kOpenAccount) request.account = u"alice";
  return request;
}

// Object 20, registration 30; the next request is 4.
inline void Subscribe(RawClient& client) {
  client.Greet();
  client.Send(MakeRequest(bridge::FrameType::kOpen, 2, 20));
  client.Send(MakeRequest(bridge::FrameType::kAdvise, 3, 20, 30));
  CHECK(client.AnswerTo(3) == S_OK);
}

// Polls the server's counts: they announce no change.
template <typename Condition>
bool AwaitCounts(const bridge::Server& server, Condition condition) {
  const auto until = WithinLimit();
  while (!condition(server.counts())) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

inline bool AwaitNoClient(const bridge::Server& server) {
  return AwaitCounts(server, [](auto counts) { return counts.clients == 0; });
}

// Waits until all that the server's clients had inside is undone.
inline void AwaitAllUndone(const bridge::Server& server) {
  CHECK(AwaitNoClient(server));
  RawClient last;  // answered behind the Unadvise of the others
  last.Greet();
  last.Send(MakeRequest(bridge::FrameType::kGetCurrentState, 2, 99));
  CHECK(last.AnswerTo(2) == E_INVALIDARG);
}

}  // namespace rx_outlook::test

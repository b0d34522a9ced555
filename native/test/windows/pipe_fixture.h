// A server's loop and a client of its pipe, both controlled by a test, without the protocol.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "bridge/windows/pipe.h"
#include "tally.h"
#include "test/waiting.h"

namespace rx_outlook::test {

using bridge::Channel;
using bridge::Loop;
using bridge::PipePlace;
using bridge::Reaching;

using Bytes = std::vector<std::uint8_t>;

inline Bytes Pattern(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
  return bytes;
}

// A client that waits for each of its operations. One thread at a time.
class RawClient {
 public:
  RawClient() {
    PipePlace place;
    Reaching reaching;
    if (!FindPipePlace(place, reaching) || !ConnectTo(place, pipe_, reaching)) {
      Check(false, "a client connects: " + reaching.text);
    }
  }

  bool Send(const Bytes& bytes) {
    return Await(WriteFile(pipe_.get(), bytes.data(), static_cast<DWORD>(bytes.size()), nullptr,
                           Begin())) == ERROR_SUCCESS;
  }

  // Receives `size` bytes, or fewer when the connection ends before.
  Bytes Receive(std::size_t size) {
    Bytes received(size);
    std::size_t filled = 0;
    while (filled < size) {
      error_ = Await(ReadFile(pipe_.get(), received.data() + filled,
                              static_cast<DWORD>(size - filled), nullptr, Begin()));
      if (error_ != ERROR_SUCCESS) break;
      filled += transferred_;
    }
    received.resize(filled);
    return received;
  }

  // Waits for the end; returns whether the connection ended without further bytes, and not by an
  // error.
  bool AwaitEnd() { return Receive(1).empty() && error_ == ERROR_BROKEN_PIPE; }

 private:
  OVERLAPPED* Begin() {
    operation_ = {};
    operation_.hEvent = done_.get();
    return &operation_;
  }
  DWORD Await(BOOL succeeded) {
    if (succeeded == 0 && GetLastError() != ERROR_IO_PENDING) return GetLastError();
    const BOOL good = GetOverlappedResult(pipe_.get(), &operation_, &transferred_, TRUE);
    return good != 0 ? ERROR_SUCCESS : GetLastError();
  }

  Handle pipe_;
  const Handle done_{CreateEventW(nullptr, TRUE, FALSE, nullptr)};
  OVERLAPPED operation_{};
  DWORD transferred_ = 0;
  DWORD error_ = ERROR_SUCCESS;
};

// A server whose handlers are the test's. Start, Wake and the counts: the test's thread; the rest:
// the loop's thread.
class TestServer final : public Loop::Handler {
 public:
  using Hook = std::function<void(Channel&)>;

  // Set before Start.
  Hook on_client = [](Channel&) {};
  Hook on_bytes = [](Channel&) {};
  Hook on_writable = [](Channel&) {};
  std::function<void()> on_wake = [] {};
  std::function<void()> on_time = [] {};
  Loop::Clock::time_point due = Loop::Clock::time_point::max();
  Bytes space = Bytes(10'000);

  // Used on the loop's thread only.
  std::map<Channel*, std::unique_ptr<Channel>> channels;
  std::size_t arrived = 0;
  std::map<Channel*, Bytes> unsent;

  Watched<std::size_t> received{0};
  Watched<int> clients{0};
  Watched<int> ends{0};

  void Start() {
    Reaching reaching;
    loop_ = Listen({}, reaching);
    Check(loop_ != nullptr, "a server listens " + reaching.text);
    thread_ = std::thread([this] {
      loop_->Run(*this);
      channels.clear();
      loop_.reset();
    });
  }
  TestServer() = default;
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer() {
    loop_->Stop();
    thread_.join();
  }
  void Wake() { loop_->Wake(); }

  void End(Channel& channel) {
    unsent.erase(&channel);
    channels.erase(&channel);
  }
  // Keeps bytes that the channel does not accept until OnWritable.
  void Send(Channel& channel, const Bytes& bytes) {
    Bytes& rest = unsent[&channel];
    rest.insert(rest.end(), bytes.begin(), bytes.end());
    Flush(channel);
  }
  // Returns whether the channel has accepted all bytes.
  bool Flush(Channel& channel) {
    Bytes& rest = unsent[&channel];
    const std::size_t taken = channel.Write(rest.data(), rest.size());
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(taken));
    return rest.empty();
  }

  void OnClient(std::unique_ptr<Channel> channel) noexcept override {
    Channel& one = *channel;
    channels.emplace(&one, std::move(channel));
    on_client(one);
    clients.Update([](int& count) { ++count; });
  }
  std::uint8_t* Space(Channel&, std::size_t& size) noexcept override {
    size = space.size();
    return space.data();
  }
  void OnBytes(Channel& channel, std::size_t size) noexcept override {
    arrived = size;
    on_bytes(channel);
    received.Update([size](std::size_t& sum) { sum += size; });
  }
  void OnWritable(Channel& channel) noexcept override { on_writable(channel); }
  void OnEnd(Channel& channel) noexcept override {
    End(channel);
    ends.Update([](int& count) { ++count; });
  }
  void OnWake() noexcept override { on_wake(); }
  Loop::Clock::time_point Due() noexcept override { return due; }
  void OnTime() noexcept override { on_time(); }

 private:
  std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

inline void Echo(TestServer& server) {
  server.on_bytes = [&server](Channel& channel) {
    server.Send(channel, Bytes(server.space.begin(),
                               server.space.begin() + static_cast<std::ptrdiff_t>(server.arrived)));
  };
  server.on_writable = [&server](Channel& channel) { server.Flush(channel); };
}

}  // namespace rx_outlook::test

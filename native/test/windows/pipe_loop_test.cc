// Checks the bridge's transport on Windows, without the protocol: handlers use every freedom of a
// server's loop, and clients misbehave.
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "pipe_fixture.h"

using namespace rx_outlook::test;
using rx_outlook::bridge::kPipeBuffer;

namespace {

void CheckBytes() {
  TestServer server;
  Echo(server);
  server.Start();
  RawClient client;
  const Bytes sent = Pattern(1'000'000);
  std::thread sender([&] { Check(client.Send(Bytes{}), "an empty write succeeds"); });
  sender.join();
  std::size_t good = 0;
  for (std::size_t at = 0; at < sent.size(); at += 50'000) {
    const Bytes part(sent.begin() + static_cast<std::ptrdiff_t>(at),
                     sent.begin() + static_cast<std::ptrdiff_t>(at + 50'000));
    if (client.Send(part) && client.Receive(part.size()) == part) ++good;
  }
  Check(good == 20,
        "the echo equals the sent bytes, and an empty write does not end the connection");
}

void CheckSlowReader() {
  TestServer server;
  const Bytes all = Pattern(3'000'000);
  std::size_t taken_first = all.size();
  server.on_client = [&](Channel& channel) {
    server.Send(channel, all);
    taken_first -= server.unsent[&channel].size();
  };
  Event done;
  server.on_writable = [&](Channel& channel) {
    if (server.Flush(channel)) done.Set();
  };
  server.Start();
  RawClient client;
  Check(server.clients.Await([](int count) { return count == 1; }),
        "a client that does not read does not block the server");
  Check(taken_first > 0 && taken_first <= std::size_t{4} * kPipeBuffer,
        "a bounded number of bytes is accepted for it: " + std::to_string(taken_first));
  Check(client.Receive(all.size()) == all, "when it reads, all bytes arrive in order");
  Check(done.Wait(), "OnWritable is called whenever there is room again");
}

void CheckEnds() {
  const Bytes last = Pattern(40'000);
  const Bytes flood = Pattern(1'000'000);
  struct Ending {
    const char* where;
    std::function<void(TestServer&)> prepare;
    std::size_t arrives;
  };
  const Ending endings[] = {
      {"OnClient, after a write",
       [&](TestServer& server) {
         server.on_client = [&](Channel& channel) {
           server.Send(channel, last);
           server.End(channel);
         };
       },
       last.size()},
      {"OnBytes",
       [](TestServer& server) {
         server.on_bytes = [&server](Channel& channel) { server.End(channel); };
       },
       0},
      {"OnBytes, with a write under way",
       [&](TestServer& server) {
         server.on_bytes = [&](Channel& channel) {
           server.Send(channel, flood);
           server.End(channel);
         };
       },
       1},
      {"OnWake",
       [](TestServer& server) {
         server.on_wake = [&server] { server.channels.clear(); };
         server.on_bytes = [&server](Channel&) { server.Wake(); };
       },
       0},
      {"OnTime",
       [](TestServer& server) {
         server.on_bytes = [&server](Channel&) { server.due = Loop::Clock::now(); };
         server.on_time = [&server] {
           server.channels.clear();
           server.due = Loop::Clock::time_point::max();
         };
       },
       0},
  };
  for (const Ending& ending : endings) {
    TestServer server;
    ending.prepare(server);
    server.Start();
    int good = 0;
    for (int round = 0; round < 20; ++round) {
      RawClient client;
      client.Send({1, 2, 3});
      const Bytes came = client.Receive(flood.size());
      good += client.AwaitEnd() && (ending.arrives == 1 || came.size() == ending.arrives) ? 1 : 0;
    }
    Check(good == 20, std::string("a connection can be ended in ") + ending.where);
    Check(server.ends.Get() == 0, "an ended connection calls no further handler");
  }
  TestServer server;
  server.on_writable = [&server](Channel& channel) { server.End(channel); };
  server.on_client = [&](Channel& channel) { server.Send(channel, flood); };
  server.Start();
  RawClient client;
  // Before the client reads; otherwise there may be room for all bytes.
  Check(server.clients.Await([](int count) { return count == 1; }),
        "the server sends more than there is room for");
  Check(!client.Receive(flood.size()).empty() && client.AwaitEnd(),
        "a connection can be ended in OnWritable");
}

void CheckGoing() {
  TestServer server;
  server.on_client = [](Channel& channel) { channel.WantBytes(false); };
  server.Start();
  {
    const RawClient going;
    // A client that leaves before the server sees it is not counted.
    Check(server.clients.Await([](int count) { return count == 1; }), "a client connects");
  }
  Check(server.ends.Await([](int count) { return count == 1; }),
        "the end of a client is reported although the server wants no bytes");
  {
    RawClient going;
    for (int i = 0; i < 3; ++i) going.Send({1, 2, 3});
    Check(server.clients.Await([](int count) { return count == 2; }), "a second client connects");
  }
  Check(server.ends.Await([](int count) { return count == 2; }),
        "the end of a client with unread bytes is reported");
  RawClient client;
  client.Send({1, 2, 3});
  Check(server.clients.Await([](int count) { return count == 3; }), "a third client connects");
  Check(server.received.Get() == 0, "unwanted bytes wait");
  server.on_wake = [&server] {
    for (const auto& [channel, owned] : server.channels) owned->WantBytes(true);
  };
  server.Wake();
  Check(server.received.Await([](std::size_t sum) { return sum == 3; }),
        "waiting bytes arrive once they are wanted");
}

void CheckMany() {
  TestServer server;
  Echo(server);
  server.Start();
  Watched<int> good{0};
  std::vector<std::thread> threads;
  threads.reserve(40);
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&good] {
      RawClient client;
      const Bytes sent = Pattern(1'000);
      if (client.Send(sent) && client.Receive(sent.size()) == sent) {
        good.Update([](int& count) { ++count; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Check(good.Get() == 40, "forty clients at once each find an instance of the pipe");
  Check(server.ends.Await([](int count) { return count == 40; }),
        "the end of each client is reported");
}

void CheckStop() {
  auto server = std::make_unique<TestServer>();
  server->on_client = [&](Channel& channel) { server->Send(channel, Pattern(1'000'000)); };
  server->Start();
  RawClient reading;
  RawClient idle;
  Check(server->clients.Await([](int count) { return count == 2; }), "two clients are connected");
  server.reset();
  Check(!reading.Receive(1'000'000).empty() && reading.AwaitEnd(),
        "a server that ends during writes ends its connections");
  Check(!idle.Receive(1'000'000).empty() && idle.AwaitEnd(),
        "a server's end reaches an idle client as well");
}

}  // namespace

int main() {
  CheckBytes();
  CheckSlowReader();
  CheckEnds();
  CheckGoing();
  CheckMany();
  CheckStop();
  return Finish();
}

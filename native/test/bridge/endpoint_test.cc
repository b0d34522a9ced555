#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>
#include <utility>

#include "backends/bridge/bridge.h"
#include "backends/bridge/connection.h"
#include "bridge/posix/served_place.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Reached;
namespace fs = std::filesystem;

namespace {

bridge::Reaching Connecting() {
  std::unique_ptr<bridge::Channel> channel;
  bridge::Reaching reaching;
  const auto loop = bridge::Connect(Here(), channel, reaching);
  CHECK((loop != nullptr) == (reaching.reached == Reached::kYes));
  channel.reset();
  return reaching;
}

bridge::Reaching Listening() {
  bridge::Reaching reaching;
  const auto loop = bridge::Listen(Here(), reaching);
  CHECK((loop != nullptr) == (reaching.reached == Reached::kYes));
  return reaching;
}

}  // namespace

TEST_CASE("the bridge's folder is private, and its socket in it") {
  const Runtime runtime;
  const auto server = Serve();
  struct stat found{};
  REQUIRE(lstat(runtime.folder().c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0700);
  REQUIRE(lstat((runtime.folder() / "bridge").c_str(), &found) == 0);
  CHECK(S_ISSOCK(found.st_mode));
  CHECK(Connecting().reached == Reached::kYes);
}

TEST_CASE("without a server there is nobody, with or without the folder") {
  const Runtime runtime;
  CHECK(Connecting().reached == Reached::kNobody);
  fs::create_directory(runtime.folder());
  fs::permissions(runtime.folder(), fs::perms::owner_all);
  CHECK(Connecting().reached == Reached::kNobody);
}

TEST_CASE("a second server is told that the place is taken, until the first has ended") {
  const Runtime runtime;
  auto server = Serve();
  const bridge::Reaching second = Listening();
  CHECK(second.reached == Reached::kTaken);
  CHECK(second.text.find("listens at") != std::string::npos);
  server.reset();
  CHECK(Connecting().reached == Reached::kNobody);
  CHECK(Listening().reached == Reached::kYes);
}

TEST_CASE("the socket of a killed server does not keep the next server away") {
  const Runtime runtime;
  fs::create_directory(runtime.folder());
  fs::permissions(runtime.folder(), fs::perms::owner_all);
  {
    // As after kill -9: the socket exists, its process does not.
    bridge::Endpoint endpoint;
    bridge::Reaching reaching;
    bridge::Descriptor lock;
    bridge::Descriptor listener;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint, reaching));
    REQUIRE(bridge::ListenAt(endpoint, lock, listener, reaching));
  }
  REQUIRE(fs::exists(runtime.folder() / "bridge"));
  CHECK(Connecting().reached == Reached::kNobody);
  const auto server = Serve();
  CHECK(Connecting().reached == Reached::kYes);
}

TEST_CASE("a folder that others may enter is not trusted, by either end") {
  const Runtime runtime;
  fs::create_directory(runtime.folder());
  fs::permissions(runtime.folder(), fs::perms::owner_all | fs::perms::others_exec);
  CHECK(Listening().reached == Reached::kRefused);
  const bridge::Reaching connecting = Connecting();
  CHECK(connecting.reached == Reached::kRefused);
  CHECK(connecting.text.find("0700") != std::string::npos);
}

TEST_CASE("a symbolic link is followed neither for the folder, nor the lock, nor the socket") {
  const Runtime runtime;
  const fs::path elsewhere = runtime.path / "elsewhere";
  fs::create_directory(elsewhere);
  fs::permissions(elsewhere, fs::perms::owner_all);
  SUBCASE("the folder") {
    fs::create_directory_symlink(elsewhere, runtime.folder());
    CHECK(Listening().reached == Reached::kRefused);
    CHECK(Connecting().reached == Reached::kRefused);
  }
  SUBCASE("the lock") {
    fs::create_directory(runtime.folder());
    fs::permissions(runtime.folder(), fs::perms::owner_all);
    fs::create_symlink(elsewhere / "target", runtime.folder() / "bridge.lock");
    CHECK(Listening().reached == Reached::kRefused);
    CHECK_FALSE(fs::exists(elsewhere / "target"));
  }
  SUBCASE("the socket") {
    bridge::ServedPlace place;  // without a thread, which would take the socket back
    bridge::Reaching reaching;
    REQUIRE(place.Take(Here(), reaching));
    fs::rename(runtime.folder() / "bridge", elsewhere / "bridge");
    fs::create_symlink(elsewhere / "bridge", runtime.folder() / "bridge");
    CHECK(Connecting().reached == Reached::kRefused);
  }
  SUBCASE("a file in the socket's place") {
    fs::create_directory(runtime.folder());
    fs::permissions(runtime.folder(), fs::perms::owner_all);
    std::ofstream(runtime.folder() / "bridge") << "not a socket";
    CHECK(Connecting().reached == Reached::kRefused);
    CHECK(Listening().reached == Reached::kYes);
  }
}

namespace {

// A server that accepts no client, with a full queue of waiting ones.
struct BusyServer {
  BusyServer() {
    bridge::Reaching reaching;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint, reaching));
    REQUIRE(bridge::ListenAt(endpoint, lock, listener, reaching));
    do {
      REQUIRE(waiting.size() < 1'000);
      ConnectTo(endpoint, waiting.emplace_back(), reaching);
    } while (reaching.reached != Reached::kBusy);
  }

  bridge::Endpoint endpoint;
  bridge::Descriptor lock;
  bridge::Descriptor listener;
  std::vector<bridge::Descriptor> waiting;
};

}  // namespace

TEST_CASE("a server's silence is remembered, also while other places are asked") {
  const Runtime runtime;
  BusyServer server;
  Explanation why;
  std::unique_ptr<Opener> opener;
  REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
  const auto begin = std::chrono::steady_clock::now();
  opener->SetSurroundings(Here());
  REQUIRE(opener->Available(why) == ERR_BRIDGE_NOT_ANSWERING);
  server.listener = {};  // from now on a client finds no server
  opener->SetSurroundings(Surroundings::Now((runtime.path / "other").string()));
  opener->SetSurroundings(Here());
  const HRESULT hr = opener->Available(why);
  if (std::chrono::steady_clock::now() - begin < std::chrono::seconds(1)) {
    CHECK(hr == ERR_BRIDGE_NOT_ANSWERING);
  }
}

TEST_CASE("a server that lets too many wait is busy, not gone") {
  const Runtime runtime;
  const BusyServer server;
  Explanation why;
  std::shared_ptr<bridge::Connection> connection;
  CHECK(bridge::Connection::Open(Here(), connection, why) == ERR_BRIDGE_NOT_ANSWERING);
}

TEST_CASE("RX_OUTLOOK_PLACE names a folder beside the usual one, with the same checks") {
  const Runtime runtime;
  const Surroundings usual = Here();
  const Surroundings own = Surroundings::Now(usual.runtime_folder, "own-1.a_b");
  CHECK(bridge::EndpointFolder(own) == bridge::EndpointFolder(usual) + "-own-1.a_b");
  CHECK(bridge::EndpointFolder(Surroundings::Now("", "x")) ==
        bridge::EndpointFolder(Surroundings::Now("")) + "-x");
  bridge::Reaching reaching;
  const auto first = bridge::Listen(usual, reaching);
  CHECK(first != nullptr);
  const auto second = bridge::Listen(own, reaching);
  CHECK(second != nullptr);
  CHECK(bridge::Listen(own, reaching) == nullptr);
  CHECK(reaching.reached == Reached::kTaken);
  fs::permissions(bridge::EndpointFolder(own), fs::perms::all);
  bridge::Endpoint endpoint;
  CHECK_FALSE(bridge::OpenEndpoint(own, false, endpoint, reaching));
  CHECK(reaching.reached == Reached::kRefused);
}

TEST_CASE("a place where no server can be has a reason of its own, for both ends") {
  const Runtime runtime;
  const auto CheckNoPlace = [](const Surroundings& from, const char* text) {
    for (const bool make : {true, false}) {
      CAPTURE(make);
      bridge::Endpoint endpoint;
      bridge::Reaching reaching;
      CHECK_FALSE(bridge::OpenEndpoint(from, make, endpoint, reaching));
      CHECK(reaching.reached == Reached::kNoPlace);
      CAPTURE(reaching.text);
      CHECK(reaching.text.find(text) != std::string::npos);
    }
    Explanation why;
    std::shared_ptr<bridge::Connection> connection;
    CHECK(bridge::Connection::Open(from, connection, why) == ERR_BRIDGE_NO_PLACE);
  };
  SUBCASE("a path too long for a socket") {
    const fs::path deep = runtime.path / std::string(120, 'd');
    fs::create_directory(deep);
    CheckNoPlace(Surroundings::Now(deep), "too long");
  }
  SUBCASE("a folder that is missing") {
    CheckNoPlace(Surroundings::Now(runtime.path / "missing"), "No such file or directory");
  }
  SUBCASE("a name that is none") {
    for (const char* const name : {"../up", "a b", "\u00e9", "a/b", "Own"}) {
      CAPTURE(name);
      CheckNoPlace(Surroundings::Now(runtime.path, name), "RX_OUTLOOK_PLACE");
    }
    CheckNoPlace(Surroundings::Now(runtime.path, std::string(65, 'x')), "RX_OUTLOOK_PLACE");
  }
  SUBCASE("a file for a folder") {
    std::ofstream(runtime.path / "file").put('x');
    CheckNoPlace(Surroundings::Now(runtime.path / "file"), "Not a directory");
  }
}

TEST_CASE("a process without a descriptor left is told so, and not to start Outlook") {
  const Runtime runtime;
  const auto server = Serve();
  const auto Reach = [] {
    std::unique_ptr<bridge::Channel> channel;
    bridge::Reaching reaching;
    const auto loop = bridge::Connect(Here(), channel, reaching);
    channel.reset();
    return reaching;
  };
  // Once before: the sanitizer needs descriptors for an object of a new type. For the same reason
  // nothing is checked until the limit is lifted.
  REQUIRE(Reach().reached == Reached::kYes);
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  std::vector<bridge::Descriptor> all;
  rlimit few = before;
  few.rlim_cur = 256;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  for (;;) {
    bridge::Descriptor one(dup(0));
    if (!one) break;
    all.push_back(std::move(one));
  }
  // With none left, then with one more each time: each needed descriptor is missing once.
  std::vector<bridge::Reaching> failures;
  for (bridge::Reaching one = Reach(); one.reached != Reached::kYes; one = Reach()) {
    failures.push_back(one);
    if (all.empty()) break;
    all.pop_back();
  }
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(failures.size() >= 3);
  CHECK_FALSE(all.empty());
  for (const bridge::Reaching& one : failures) {
    CAPTURE(one.text);
    CHECK(one.reached == Reached::kLimit);
    CHECK(one.text.find("Too many open files (error 24)") != std::string::npos);
  }
}

// A server takes back removed parts of its place, and no other server can have it in the meantime.
#include "bridge/posix/served_place.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Reached;
namespace fs = std::filesystem;

namespace {

bridge::Reaching Listening() {
  bridge::Reaching reaching;
  const auto loop = bridge::Listen(Here(), reaching);
  CHECK((loop != nullptr) == (reaching.reached == Reached::kYes));
  return reaching;
}

// True when a client can connect within the limit: the server's thread takes its place back.
bool AwaitAnswer() {
  const auto until = WithinLimit();
  while (std::chrono::steady_clock::now() < until) {
    std::unique_ptr<bridge::Channel> channel;
    bridge::Reaching reaching;
    const auto loop = bridge::Connect(Here(), channel, reaching);
    channel.reset();
    if (loop) return true;
    std::this_thread::yield();
  }
  return false;
}

mode_t ModeOf(const fs::path& path) {
  struct stat found{};
  REQUIRE(lstat(path.c_str(), &found) == 0);
  return found.st_mode & 0777;
}

bool Exchange(const fs::path& one, const fs::path& other) {
#ifdef __APPLE__
  return renamex_np(one.c_str(), other.c_str(), RENAME_SWAP) == 0;
#else
  return renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
#endif
}

bool AwaitMode(const fs::path& path, mode_t mode) {
  const auto until = WithinLimit();
  while (ModeOf(path) != mode) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

// Keeps the reason why the server has ended by itself.
struct Lost {
  Watched<std::string> why;
  std::unique_ptr<bridge::Server> Serve() {
    bridge::Reaching reaching;
    auto server = bridge::Server::Start(
        Here(), embedded::kBackend, {bridge::Host::kEmbedded, "test"}, {}, reaching,
        [this](const std::string& said) { why.Update([&](auto& text) { text = said; }); });
    REQUIRE(server);
    return server;
  }
  [[nodiscard]] bool Await() const {
    return why.Await([](const std::string& text) { return !text.empty(); });
  }
};

}  // namespace

TEST_CASE("a second server is refused whatever is removed from the folder of the first") {
  const Runtime runtime;
  // A place without a thread: nothing is taken back during the checks.
  bridge::ServedPlace place;
  bridge::Reaching reaching;
  REQUIRE(place.Take(Here(), reaching));
  for (const char* const name : {"bridge.lock", "bridge"}) {
    CAPTURE(name);
    REQUIRE(fs::remove(runtime.folder() / name));
    CHECK(Listening().reached == Reached::kTaken);
    CHECK_FALSE(place.IsInPlace());
  }
}

TEST_CASE("removed parts of a server's place are made again, and connected clients stay") {
  const Runtime runtime;
  Lost lost;
  const auto server = lost.Serve();
  RawClient early;
  early.Greet();
  SUBCASE("the socket") { REQUIRE(fs::remove(runtime.folder() / "bridge")); }
  SUBCASE("the mark") { REQUIRE(fs::remove(runtime.folder() / "bridge.lock")); }
  SUBCASE("the mode of the folder") {
    REQUIRE(chmod(runtime.folder().c_str(), 0777) == 0);
    CHECK(AwaitMode(runtime.folder(), 0700));
  }
  SUBCASE("the socket, for a file") {
    REQUIRE(fs::remove(runtime.folder() / "bridge"));
    std::ofstream(runtime.folder() / "bridge").put('x');
  }
  SUBCASE("the folder") {
    std::error_code ignored;  // the server may be faster
    fs::remove_all(runtime.folder(), ignored);
  }
  SUBCASE("the folder, under another name") {
    fs::rename(runtime.folder(), runtime.path / "elsewhere");
  }
  CHECK(AwaitAnswer());
  CHECK(Listening().reached == Reached::kTaken);
  early.Send(MakeRequest(bridge::FrameType::kPing, 2, 0));
  CHECK(early.AnswerTo(2) == S_OK);
  const auto until = WithinLimit();
  while (!fs::exists(runtime.folder() / "bridge.lock") &&
         std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
  }
  CHECK(fs::exists(runtime.folder() / "bridge.lock"));
  CHECK(lost.why.Get().empty());
}

TEST_CASE("a server whose folder another server has made again ends, and says so") {
  const Runtime runtime;
  bridge::ServedPlace place;
  bridge::Reaching reaching;
  REQUIRE(place.Take(Here(), reaching));
  fs::rename(runtime.folder(), runtime.path / "elsewhere");
  const auto second = Serve();
  CHECK_FALSE(place.IsInPlace());
  CHECK_FALSE(place.TakeBack(reaching));
  CHECK(reaching.reached == Reached::kTaken);
  CHECK(AwaitAnswer());
}

TEST_CASE(
    "a server that cannot take its place back ends with the reason, and its clients are told") {
  const Runtime runtime;
  Lost lost;
  const auto server = lost.Serve();
  RawClient client;
  client.Greet();
  // A file where the folder was: no folder can be made there. Exchanged in one call: between two
  // the server would make the folder again.
  const fs::path file = runtime.path / "elsewhere";
  std::ofstream(file).put('x');
  REQUIRE(Exchange(runtime.folder(), file));
  REQUIRE(client.AwaitEnd());
  REQUIRE(lost.Await());
  CAPTURE(lost.why.Get());
  CHECK(lost.why.Get().find("lost its place") != std::string::npos);
  CHECK(lost.why.Get().find("Not a directory") != std::string::npos);
}

TEST_CASE("a server's folder, socket and mark are the user's to open, whatever the umask is") {
  const Runtime runtime;
  // The second server finds the files of the first.
  for (int i = 0; i < 2; ++i) {
    CAPTURE(i);
    bridge::Reaching reaching;
    bridge::ServedPlace place;
    const mode_t before = umask(0777);
    CHECK(place.Take(Here(), reaching));
    umask(before);
    CAPTURE(reaching.text);
    CHECK(ModeOf(runtime.folder()) == 0700);
    CHECK(ModeOf(runtime.folder() / "bridge") == 0600);
    CHECK(ModeOf(runtime.folder() / "bridge.lock") == 0600);
  }
}

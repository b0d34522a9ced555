#include "bridge/watch.h"

#include <sys/stat.h>

#include <atomic>
#include <fstream>

#include "bridge/posix/folder_events.h"
#include "bridge/signal_pause.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::WatchPlace;

namespace {

// Counts the reports of a watch.
class Changes {
 public:
  [[nodiscard]] std::unique_ptr<bridge::PlaceWatch> Watch() {
    auto watch = WatchPlace(Here(), [this] { count_.Update([](int& count) { ++count; }); });
    REQUIRE(watch);
    return watch;
  }
  [[nodiscard]] int count() const { return count_.Get(); }
  // True when there are more reports than `before` within the limit.
  [[nodiscard]] bool AwaitMoreThan(int before) const {
    return count_.Await([before](int count) { return count > before; });
  }

 private:
  Watched<int> count_;
};

// Causes an event in the folder, which is reported behind all earlier ones.
void Mark(const Runtime& runtime) {
  std::ofstream(runtime.folder() / "mark").put('x');
  std::filesystem::remove(runtime.folder() / "mark");
}

bool Answers() {
  bridge::Reaching reaching;
  bridge::Endpoint endpoint;
  bridge::Descriptor connection;
  return bridge::OpenEndpoint(Here(), false, endpoint, reaching) &&
         bridge::ConnectTo(endpoint, connection, reaching);
}

}  // namespace

TEST_SUITE("PlaceWatch") {
  TEST_CASE("a new server is reported when it answers, also where the folder was missing") {
    for (const bool is_missing : {true, false}) {
      CAPTURE(is_missing);
      const Runtime runtime;
      if (!is_missing) REQUIRE(mkdir(runtime.folder().c_str(), 0700) == 0);
      Event answered;
      const auto watch = WatchPlace(Here(), [&answered] {
        if (Answers()) answered.Set();
      });
      REQUIRE(watch);
      const auto server = Serve();
      CHECK(answered.Wait());
    }
  }

  TEST_CASE("the end of a server is reported") {
    const Runtime runtime;
    auto server = Serve();
    Changes changes;
    const auto watch = changes.Watch();
    server.reset();
    CHECK(changes.AwaitMoreThan(0));
  }

  TEST_CASE("a killed server is reported, although its socket stays") {
    const Runtime runtime;
    bridge::Reaching reaching;
    bridge::Endpoint endpoint;
    bridge::Descriptor lock;
    bridge::Descriptor listener;
    REQUIRE(bridge::OpenEndpoint(Here(), true, endpoint, reaching));
    REQUIRE(bridge::ListenAt(endpoint, lock, listener, reaching));
    Changes changes;
    const auto watch = changes.Watch();
    lock = {};  // as the system does at the end of a process
    endpoint = {};
    CHECK(changes.AwaitMoreThan(0));
    CHECK(std::filesystem::exists(runtime.folder() / "bridge"));
  }

  TEST_CASE("a folder that goes away and comes again is watched again, any number of times") {
    const Runtime runtime;
    Changes changes;
    const auto watch = changes.Watch();
    for (int i = 0; i < 20; ++i) {
      CAPTURE(i);
      int before = changes.count();
      REQUIRE(mkdir(runtime.folder().c_str(), 0700) == 0);
      REQUIRE(changes.AwaitMoreThan(before));
      before = changes.count();
      if (i % 2 == 0) {
        std::filesystem::remove(runtime.folder());
      } else {
        std::filesystem::rename(runtime.folder(), runtime.path / std::to_string(i));
      }
      REQUIRE(changes.AwaitMoreThan(before));
    }
  }

  TEST_CASE("a folder that becomes private is reported: it was not trusted before") {
    const Runtime runtime;
    REQUIRE(mkdir(runtime.folder().c_str(), 0755) == 0);
    Changes changes;
    const auto watch = changes.Watch();
    REQUIRE(chmod(runtime.folder().c_str(), 0700) == 0);
    CHECK(changes.AwaitMoreThan(0));
  }

  TEST_CASE("a client that connects is not reported: otherwise a watch would trigger itself") {
    const Runtime runtime;
    const auto server = Serve();
    Changes changes;
    const auto watch = changes.Watch();
    for (int i = 0; i < 50; ++i) {
      RawClient client;
      client.Greet();
    }
    CHECK(changes.count() == 0);
    Mark(runtime);
    CHECK(changes.AwaitMoreThan(0));
  }

  TEST_CASE("nothing is reported after the end of the watch, also while events occur") {
    const Runtime runtime;
    REQUIRE(mkdir(runtime.folder().c_str(), 0700) == 0);
    std::atomic<bool> done{false};
    std::thread busy([&] {
      while (!done) Mark(runtime);
    });
    for (int i = 0; i < 100; ++i) {
      auto ended = std::make_unique<std::atomic<bool>>(false);
      Event called;
      auto watch = WatchPlace(Here(), [&called, flag = ended.get()] {
        CHECK_FALSE(flag->load());
        called.Set();
      });
      REQUIRE(watch);
      CHECK(called.Wait());
      watch.reset();
      *ended = true;
    }
    done = true;
    busy.join();
  }

  TEST_CASE("a folder that is not private is not watched: other users may change it often") {
    const Runtime runtime;
    REQUIRE(mkdir(runtime.folder().c_str(), 0755) == 0);
    const Surroundings here = Here();
    bridge::FolderEvents folder(bridge::EndpointFolder(here), here.user);
    REQUIRE(folder.Watch());
    Mark(runtime);
    CHECK_FALSE(folder.Read());
    REQUIRE(chmod(runtime.folder().c_str(), 0700) == 0);
    CHECK(folder.Read());
    Mark(runtime);
    CHECK(folder.Read());
    REQUIRE(chmod(runtime.folder().c_str(), 0750) == 0);
    CHECK(folder.Read());
    Mark(runtime);
    CHECK_FALSE(folder.Read());
  }

  TEST_CASE("a folder of another user is not watched, and events around it are reported rarely") {
    const Runtime runtime;
    const Surroundings here = Here();
    REQUIRE(mkdir(runtime.folder().c_str(), 0700) == 0);
    bridge::FolderEvents folder(bridge::EndpointFolder(here), here.user + 1);
    REQUIRE(folder.Watch());
    CHECK(folder.is_shared());
    Mark(runtime);
    CHECK_FALSE(folder.Read());
  }

  TEST_CASE("a flood of signals is few calls: none without the shortest pause before it") {
    const Runtime runtime;
    REQUIRE(mkdir(runtime.folder().c_str(), 0700) == 0);
    Changes changes;
    const auto watch = changes.Watch();
    const auto start = std::chrono::steady_clock::now();
    while (changes.count() < 6) Mark(runtime);
    // signal_pause_test checks that the pauses double. Here this thread may be delayed so long that
    // they begin at the shortest again.
    CHECK(std::chrono::steady_clock::now() - start >= 5 * bridge::SignalPause::kShortest);
  }

  TEST_CASE("there is no watch where nothing can be watched") {
    const Runtime runtime;
    setenv("XDG_RUNTIME_DIR", (runtime.path / "missing").c_str(), 1);
    CHECK(WatchPlace(Here(), [] {}) == nullptr);
  }
}

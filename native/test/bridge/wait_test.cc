// A loop whose poll fails still serves, and leaves the core free.
#include "bridge/posix/wait.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <ctime>
#include <memory>
#include <vector>

#include "bridge/posix/sockets.h"
#include "bridge/watch.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;
using std::chrono::steady_clock;

namespace {

// While this lives, poll accepts only so many descriptors, and none can be opened.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t count) {
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before_) == 0);
    rlimit few = before_;
    few.rlim_cur = count;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

std::chrono::nanoseconds ProcessorTime() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// Checks that the other threads use less than an eighth of a core while the caller sleeps.
void CostsNoCore() {
  const auto begin = steady_clock::now();
  const auto before = ProcessorTime();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(8 * (ProcessorTime() - before) < steady_clock::now() - begin);
}

// Causes an event around the folder: a thread that waits in poll fails at its next call.
void WakeUp(const Runtime& runtime) { mkdir(runtime.folder().c_str(), 0700); }

}  // namespace

TEST_CASE("descriptors that poll refuses are polled one by one, with a pause while none is ready") {
  const bridge::Pipe wake = bridge::NewPipe();
  const bridge::Pipe last = bridge::NewPipe();
  std::vector<pollfd> all(8, {-1, POLLIN, 0});
  all.front() = {wake.read.get(), POLLIN, 0};
  all.back() = {last.read.get(), POLLIN, 0};
  const FewDescriptors few(4);
  if (poll(all.data(), all.size(), 0) >= 0) {
    MESSAGE(
        "not run: poll heeds no limit here, as under valgrind, which keeps the limit to itself");
    return;
  }
  const auto begin = steady_clock::now();
  CHECK(bridge::WaitFor(all, -1) == 0);
  CHECK(steady_clock::now() - begin >= std::chrono::milliseconds(10));
  REQUIRE(write(last.write.get(), "", 1) == 1);
  CHECK(bridge::WaitFor(all, -1) == 1);
  CHECK(all.back().revents == POLLIN);
  CHECK(all.front().revents == 0);
}

TEST_CASE("a wake descriptor that other code has closed leaves the core free, too") {
  constexpr int kNobodys = 1'000'000;
  std::vector<pollfd> all{{kNobodys, POLLIN, 0}};
  const auto begin = steady_clock::now();
  CHECK(bridge::WaitFor(all, -1) == 1);
  CHECK(steady_clock::now() - begin >= std::chrono::milliseconds(10));
}

TEST_CASE(
    "a server with more clients than poll accepts serves them all, and leaves the core free") {
  const Runtime runtime;
  const auto server = Serve();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(std::make_unique<RawClient>());
  for (const auto& client : clients) client->Greet();
  const FewDescriptors few(8);
  for (const auto& client : clients) {
    client->Send(MakeRequest(FrameType::kPing, 2, 0));
    CHECK(client->AnswerTo(2) == S_OK);
  }
  CostsNoCore();
}

TEST_CASE("a watch whose poll is refused leaves the core free, and ends") {
  for (const rlim_t count : {0, 1}) {
    CAPTURE(count);
    const Runtime runtime;
    auto watch = bridge::WatchPlace(Here(), [] {});
    REQUIRE(watch);
    // One before the limit: the sanitizer needs descriptors for an object of a new type.
    bridge::WatchPlace(Here(), [] {}).reset();
    const FewDescriptors few(count);
    WakeUp(runtime);
    CostsNoCore();
    watch.reset();
  }
}

// A loop whose poll is refused: it serves on, and costs no core.
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

// As long as this lives, poll takes no more descriptors than so many, and none can be opened.
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

// While the caller sleeps, the other threads use less than an eighth of a core.
void CostsNoCore() {
  const auto begin = steady_clock::now();
  const auto before = ProcessorTime();
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(8 * (ProcessorTime() - before) < steady_clock::now() - begin);
}

// Something happens around the folder: a thread that waits in poll is refused at its next one.
void WakeUp(const Runtime& runtime) { mkdir(runtime.folder().c_str(), 0700); }

}  // namespace

TEST_CASE("what poll refuses to wait for is asked about, with a pause while there is nothing") {
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

TEST_CASE("a wake that somebody else has closed costs no core either") {
  constexpr int kNobodys = 1'000'000;
  std::vector<pollfd> all{{kNobodys, POLLIN, 0}};
  const auto begin = steady_clock::now();
  CHECK(bridge::WaitFor(all, -1) == 1);
  CHECK(steady_clock::now() - begin >= std::chrono::milliseconds(10));
}

TEST_CASE("a server of more clients than poll takes by now serves them all, and costs no core") {
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

TEST_CASE("a watch whose poll is refused costs no core, and ends") {
  for (const rlim_t count : {0, 1}) {
    CAPTURE(count);
    const Runtime runtime;
    auto watch = bridge::WatchPlace(Here(), [] {});
    REQUIRE(watch);
    // One that ends before: the sanitizer needs descriptors to look at an object of a type that it
    // has not met.
    bridge::WatchPlace(Here(), [] {}).reset();
    const FewDescriptors few(count);
    WakeUp(runtime);
    CostsNoCore();
    watch.reset();
  }
}

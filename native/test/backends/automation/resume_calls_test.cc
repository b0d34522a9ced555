#include "backends/automation/resume_calls.h"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace rx_outlook::automation;

namespace {

constexpr unsigned long kSuspends = 0x4;
constexpr unsigned long kResumesForAUser = 0x7;
constexpr unsigned long kBatteryChanges = 0xa;
constexpr unsigned long kResumes = 0x12;

}  // namespace

TEST_CASE("a resume calls the function of its number alone") {
  ResumeCalls calls;
  int one = 0;
  int two = 0;
  const std::uintptr_t first = calls.Add([&one] { ++one; });
  const std::uintptr_t second = calls.Add([&two] { ++two; });
  CHECK(first != second);
  calls.Tell(first, kResumes);
  CHECK(one == 1);
  CHECK(two == 0);
  calls.Tell(second, kResumesForAUser);
  CHECK(one == 1);
  CHECK(two == 1);
}

TEST_CASE("a suspend, and a change of the battery, are no resume") {
  ResumeCalls calls;
  int count = 0;
  const std::uintptr_t number = calls.Add([&count] { ++count; });
  calls.Tell(number, kSuspends);
  calls.Tell(number, kBatteryChanges);
  CHECK(count == 0);
}

TEST_CASE("a number calls nothing after its function's end, and is not given again") {
  ResumeCalls calls;
  int count = 0;
  const auto held = std::make_shared<int>();
  const std::uintptr_t number = calls.Add([&count, held] { ++count; });
  calls.Remove(number);
  CHECK(held.use_count() == 1);
  CHECK(calls.Add([] {}) != number);
  calls.Tell(number, kResumes);
  calls.Remove(number);
  CHECK(count == 0);
}

TEST_CASE("a function may end its own registration") {
  ResumeCalls calls;
  std::uintptr_t number = 0;
  int count = 0;
  number = calls.Add([&] {
    calls.Remove(number);
    ++count;
  });
  calls.Tell(number, kResumes);
  calls.Tell(number, kResumes);
  CHECK(count == 1);
}

TEST_CASE("resumes on some threads meet registrations that come and end on another") {
  ResumeCalls calls;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&calls] {
      for (std::uintptr_t number = 1; number <= 300; ++number) calls.Tell(number, kResumes);
    });
  }
  for (int i = 0; i < 300; ++i) {
    // The function owns what it uses, for it may still be called after Remove.
    const auto told = std::make_shared<std::atomic<int>>(0);
    const std::uintptr_t number = calls.Add([told] { ++*told; });
    calls.Remove(number);
  }
  for (std::thread& thread : threads) thread.join();
}

#include <chrono>
#include <thread>

#include "core/clock.h"
#include "doctest/doctest.h"

namespace rx_outlook {
namespace {

constexpr std::chrono::milliseconds kSpan{50};

double SystemMilliseconds() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  const auto since_epoch = system_clock::now().time_since_epoch();
  return static_cast<double>(duration_cast<milliseconds>(since_epoch).count());
}

// Calls Now repeatedly for kSpan. Returns how many results were earlier or later than the system
// clock's.
int CountWrong() {
  int wrong = 0;
  const auto until = std::chrono::steady_clock::now() + kSpan;
  while (std::chrono::steady_clock::now() < until) {
    const double before = SystemMilliseconds();
    const double now = Now();
    const double after = SystemMilliseconds();
    if (now < before || now > after) ++wrong;
  }
  return wrong;
}

}  // namespace

TEST_CASE("Now agrees with the system clock at every call, on every thread") {
  int wrong_beside = 0;
  std::thread other([&wrong_beside] { wrong_beside = CountWrong(); });
  CHECK(CountWrong() == 0);
  other.join();
  CHECK(wrong_beside == 0);
}

TEST_CASE("Now is right for a thread that calls it after a pause") {
  const double first = Now();
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const double before = SystemMilliseconds();
  CHECK(Now() >= before);
  CHECK(before > first);
}

}  // namespace rx_outlook

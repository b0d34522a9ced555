#include "core/clock.h"

#include <chrono>
#include <cstdint>

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

namespace rx_outlook {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;  // in nanoseconds

std::int64_t SystemClock() noexcept {
  using std::chrono::duration_cast, std::chrono::nanoseconds, std::chrono::system_clock;
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

double Milliseconds(std::int64_t nanoseconds) noexcept {
  const std::int64_t whole = nanoseconds / kMillisecond;
  return static_cast<double>(whole);
}

}  // namespace

#if defined(__x86_64__) && defined(__linux__)

// Reading the system's clock takes a third of a notification's time, and a thousand notifications
// get the same answer. So each thread keeps the millisecond that it has read, while the processor's
// counter shows that this millisecond cannot be over: fewer counts than a quarter of the
// nanoseconds that were left of it. No such counter is slower than that.
namespace {

struct Known {
  double millisecond = 0;
  std::uint64_t read_at = 0;
  std::uint64_t lasts = 0;  // both in counts
};
thread_local Known known;

// The counter's rate is constant: "invariant TSC".
bool HasSteadyCounter() noexcept {
  constexpr unsigned kPowerManagement = 0x8000'0007;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(kPowerManagement, &a, &b, &c, &d) != 0 && (d & (1u << 8)) != 0;
}

}  // namespace

double Now() noexcept {
  const std::uint64_t counter = __rdtsc();
  // Unsigned: on a processor with a counter that is behind the other's, the clock is read.
  if (counter - known.read_at < known.lasts) return known.millisecond;
  static const bool has_steady_counter = HasSteadyCounter();
  const std::int64_t now = SystemClock();
  known.millisecond = Milliseconds(now);
  known.read_at = counter;
  known.lasts =
      has_steady_counter ? static_cast<std::uint64_t>((kMillisecond - now % kMillisecond) / 4) : 0;
  return known.millisecond;
}

#else

double Now() noexcept { return Milliseconds(SystemClock()); }

#endif

}  // namespace rx_outlook

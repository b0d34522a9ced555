// The cost of looks for the stand-in itself: the time that its thread spends in calls of its
// objects, and the processor time of its process. The main thread measures, any thread reads; it
// has a mutex.
#pragma once

#include <windows.h>

#include <mutex>
#include <string>
#include <vector>

namespace rx_outlook::test::outlook_model {

class Meter {
 public:
  // Measures a call until its end.
  class Call {
   public:
    explicit Call(Meter& meter) : meter_(meter), start_(Ticks()) {}
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() { meter_.Add(Ticks() - start_); }

   private:
    Meter& meter_;
    const long long start_;
  };

  // The call under way is the first of a look.
  void BeginLook() {
    const std::lock_guard lock(mutex_);
    looks_.emplace_back();
  }

  void Reset() {
    const std::lock_guard lock(mutex_);
    looks_.clear();
    processor_start_ = ProcessorTime();
  }

  // As JSON: of each look since Reset the calls and the microseconds inside of them, and the
  // milliseconds of processor time of the process since then.
  [[nodiscard]] std::string Figures() const {
    const std::lock_guard lock(mutex_);
    std::string calls;
    std::string times;
    for (const Look& look : looks_) {
      const char* const separator = calls.empty() ? "" : ",";
      calls += separator + std::to_string(look.calls);
      times += separator + std::to_string(1e6 * static_cast<double>(look.ticks) / Frequency());
    }
    const double processor = static_cast<double>(ProcessorTime() - processor_start_) / 1e4;
    return R"({"calls":[)" + calls + R"(],"microseconds":[)" + times + R"(],"processor":)" +
           std::to_string(processor) + "}";
  }

 private:
  struct Look {
    long calls = 0;
    long long ticks = 0;
  };

  static long long Ticks() {
    LARGE_INTEGER now{};
    QueryPerformanceCounter(&now);
    return now.QuadPart;
  }
  static double Frequency() {
    LARGE_INTEGER frequency{};
    QueryPerformanceFrequency(&frequency);
    return static_cast<double>(frequency.QuadPart);
  }
  // In 100 nanoseconds.
  static long long ProcessorTime() {
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user);
    const auto whole = [](const FILETIME& time) {
      return (static_cast<long long>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
    };
    return whole(kernel) + whole(user);
  }

  // A call before the first look, such as the resolution of its name, is not counted.
  void Add(long long ticks) {
    const std::lock_guard lock(mutex_);
    if (looks_.empty()) return;
    ++looks_.back().calls;
    looks_.back().ticks += ticks;
  }

  mutable std::mutex mutex_;
  std::vector<Look> looks_;
  long long processor_start_ = 0;
};

inline Meter meter;

}  // namespace rx_outlook::test::outlook_model

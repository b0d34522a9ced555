// Threads that change one profile's state as fast as they can. Any thread; no lock, atomics.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "backends/embedded/profile.h"

namespace rx_outlook::embedded {

class Flood {
 public:
  // Called once with the number of changes, after the last Notify has returned; on the last thread.
  using Done = std::function<void(std::uint64_t changes)>;

  // Makes `changes` in total on `threads` threads; 0 means until Stop. Also ends when the profile
  // is removed. Throws when a thread cannot be started, and ends those already started.
  static std::shared_ptr<Flood> Start(const std::shared_ptr<Profile>& profile,
                                      std::uint64_t changes, std::uint32_t threads, Done done);

  void Stop() noexcept { stopped_ = true; }

  explicit Flood(Done done) : done_(std::move(done)) {}
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

 private:
  void Run(Profile& profile, std::uint64_t changes, bool endless);
  void EndThreads(std::uint32_t threads);

  const Done done_;
  std::atomic<bool> stopped_{false};
  std::atomic<std::uint64_t> made_{0};
  std::atomic<std::uint32_t> running_{0};
};

}  // namespace rx_outlook::embedded

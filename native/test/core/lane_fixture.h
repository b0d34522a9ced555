// A queue's mutex, wake and backlog, for tests of its rooms. One thread.
#pragma once

#include <mutex>
#include <vector>

#include "core/backlog.h"
#include "core/lane.h"
#include "core/wake_once.h"
#include "test/fakes.h"

namespace rx_outlook::test {

class CountingWaker final : public WakeOnce::Waker {
 public:
  void Wake() noexcept override { ++wakes; }
  void WakeForAnswer() noexcept override { ++wakes_for_answers; }
  int wakes = 0;
  int wakes_for_answers = 0;
};

struct Rooms {
  explicit Rooms(std::size_t bound = 16) : backlog(wake, bound) {}

  // Calls `act` like a producer: under the mutex, then wakes.
  template <typename Act>
  auto Produce(Act act) {
    const Producing locked(mutex, wake);
    return act(locked);
  }

  // Returns everything that waits, in the consumer's order; the next record wakes again.
  std::vector<Record> Collect() {
    std::vector<Record> records;
    const Locked locked(mutex);
    backlog.Collect(locked, records);
    wake.Sleep(locked);
    return records;
  }

  std::mutex mutex;
  CountingWaker waker;
  WakeOnce wake{waker};
  Backlog backlog;
};

}  // namespace rx_outlook::test

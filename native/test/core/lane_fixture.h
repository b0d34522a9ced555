// A queue's mutex, wake and backlog, and a lane in them, for tests of its rooms. One thread.
#pragma once

#include <doctest/doctest.h>

#include <mutex>
#include <string>
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

// A lane of its own, and what may happen to it.
struct LaneGiven : Rooms {
  // `is_full`: no record has room in the backlog.
  explicit LaneGiven(bool is_full) : Rooms(is_full ? 0 : 16), owner(MakeCom<LaneOwner>(1)) {}

  bool Notify(std::uint8_t phase, double timestamp) {
    lane().Enter();
    return Produce([&](const Producing& locked) {
      return lane().Notified(locked, backlog,
                             MakeNotification(lane(), phase, kOnline, kOffline, timestamp));
    });
  }
  bool DropChange() {
    lane().Enter();
    return Produce([&](const Producing& locked) { return lane().Dropped(locked, backlog, true); });
  }
  void Begin() {
    Produce([&](const Producing& locked) {
      lane().Begin(locked, backlog, MakeRecord(lane(), RecordKind::kState, kOnline));
    });
  }
  void GoLive() {
    Produce([&](const Producing& locked) { lane().GoLive(locked, backlog); });
  }
  void End() {
    Produce([&](const Producing& locked) {
      lane().End(locked, backlog, MakeRecord(lane(), RecordKind::kFailure, 0));
    });
  }
  // A reading that was asked for.
  bool Read() {
    CHECK(DropChange());
    return Produce([&](const Producing& locked) {
      lane().EnterReading(locked);
      return lane().Read(locked, backlog, MakeRecord(lane(), RecordKind::kState, kOffline));
    });
  }
  bool ReadNothing() {
    CHECK(DropChange());
    return Produce([&](const Producing& locked) {
      lane().EnterReading(locked);
      return lane().ReadNothing(locked, backlog);
    });
  }
  void Relay() {
    Produce([&](const Producing& locked) {
      Record record = MakeNotification(lane(), kChange, kOnline, kOffline);
      record.merged = 3;
      lane().Relay(locked, backlog, record);
    });
  }
  void RelayReadingDue() {
    Produce([&](const Producing& locked) { lane().RelayReadingDue(locked, backlog, 1, 0); });
  }
  void RelayState() {
    Produce([&](const Producing& locked) {
      lane().RelayState(locked, backlog, MakeRecord(lane(), RecordKind::kState, kOffline), 1);
    });
  }
  void ChangeAccounts() {
    Produce([&](const Producing& locked) { lane().AccountsChanged(locked, backlog); });
  }
  void CloseBacklog() {
    const Locked locked(mutex);
    backlog.Close(locked);
  }

  [[nodiscard]] Lane& lane() const { return owner->lane; }
  [[nodiscard]] std::size_t held() {
    const Locked locked(mutex);
    return backlog.held(locked);
  }
  [[nodiscard]] Backlog::Counts counts() {
    const Locked locked(mutex);
    return backlog.counts(locked);
  }

  // One letter a record: notification, state, failure, reading due, change of the accounts.
  [[nodiscard]] std::string Found() {
    std::string found;
    for (const Record& record : Collect()) found += " NSF R  A"[static_cast<int>(record.kind)];
    return found;
  }

  const ComPtr<LaneOwner> owner;
};

}  // namespace rx_outlook::test

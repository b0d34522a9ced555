// The one way from Outlook's threads to an environment's JavaScript: many producers, one consumer,
// first in first out, one wake a batch, bounded. Past the bound each registration keeps a single
// merged record in its lane: memory stays bounded and the newest state is never lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "core/backlog.h"
#include "core/fault_box.h"
#include "core/lane.h"
#include "core/record.h"
#include "core/wake_once.h"

namespace rx_outlook {

// Keeps the one mutex and the order of the records. Its parts do the rest: Lane, Backlog, FaultBox,
// WakeOnce.
class NotificationQueue {
 public:
  using Waker = WakeOnce::Waker;

  struct Counts : Backlog::Counts {
    std::uint64_t depth = 0;  // records that wait for the consumer at this moment
  };

  static constexpr std::size_t kDefaultBound = 65536;  // records: 2 MiB

  explicit NotificationQueue(Waker& waker, std::size_t bound = kDefaultBound)
      : wake_(waker), backlog_(wake_, bound) {}

  // Producers: any thread. All except Enter take mutex_; the first producer of a batch then takes
  // the wake's mutex. True asks the caller for a reading of the state, as Lane says.

  static void Enter(Lane& lane) noexcept { lane.Enter(); }
  [[nodiscard]] bool Push(Lane& lane, const Record& notification) noexcept;
  [[nodiscard]] bool Drop(Lane& lane, bool is_change) noexcept;

  void EnterReading(Lane& lane) noexcept;
  [[nodiscard]] bool PushState(Lane& lane, const Record& state) noexcept;
  [[nodiscard]] bool LeaveReading(Lane& lane) noexcept;
  [[nodiscard]] std::uint32_t ReadingsDone(const Lane& lane) const noexcept;

  void PushSnapshot(Lane& lane, const Record& state);
  void GoLive(Lane& lane);
  void PushFailure(Lane& lane, const Record& failure) noexcept;

  void PushAccountsChanged(Lane& lane) noexcept;

  void PushRelayed(Lane& lane, const Record& notification) noexcept;
  void PushReadingDue(Lane& lane, std::uint32_t due, std::uint32_t done) noexcept;
  void PushRelayedState(Lane& lane, const Record& state, std::uint32_t done) noexcept;

  // Reserves room for `count` answers, while a lack of memory can still be reported: it throws.
  void ExpectAnswers(std::size_t count);
  // An expected answer: behind everything pushed so far.
  void PushAnswer(const Record& answer) noexcept;

  // Past this many records that wait, changes are merged.
  void SetBound(std::size_t bound) noexcept;

  // Reports a fault, unless FaultBox is full. Needs no memory.
  void PushFault(Fault fault) noexcept;

  // Reports once that a server may have come or gone, however often it is called before the
  // consumer reads it. Needs no memory.
  void PushPlace() noexcept;

  // Consumer: the environment's JavaScript thread.

  // Copies up to `capacity` records. 0 means empty, and that the next record wakes again.
  std::size_t Drain(Record* target, std::size_t capacity);

  // What kFault records have announced.
  [[nodiscard]] std::vector<Fault> TakeFaults();

  [[nodiscard]] Counts counts() const noexcept;

  // From now on nothing is taken and nobody is woken. Idempotent.
  void Close() noexcept;

 private:
  // A record of no registration.
  void CollectBare(const Locked&, bool& is_due, RecordKind kind);

  WakeOnce wake_;
  mutable std::mutex mutex_;  // guards the members below, except draining_ and drained_
  Backlog backlog_;
  FaultBox faults_;
  bool is_place_due_ = false;  // a kPlace record; its position among the others does not matter
  bool is_fault_due_ = false;  // a kFault record for which there was no memory

  // The consumer's thread only.
  std::vector<Record> draining_;
  std::size_t drained_ = 0;
};

}  // namespace rx_outlook

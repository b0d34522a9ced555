// The one way from Outlook's threads to an environment's JavaScript: many producers, one consumer,
// first in first out, one wake a batch, bounded. Past the bound each registration keeps a single
// merged record of its own, so that memory stays put and the newest state is never lost.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "abi/com.h"
#include "core/owned.h"
#include "core/record.h"

namespace rx_outlook {

// One registration's lane into the queue. `owner` keeps the lane alive while the queue refers to
// it. Every member but the atomics is guarded by the queue's mutex.
struct Lane {
  Lane(Owned* owner_, std::uint32_t slot_, std::uint32_t generation_) noexcept
      : owner(owner_), slot(slot_), generation(generation_) {}

  Owned* const owner;
  const std::uint32_t slot;
  const std::uint32_t generation;

  // First what every notification looks at: with thousands of lanes in turn, each line of memory
  // that they fill counts.

  // Calls that entered and left: unequal at an entry means that calls overlap, and then the order
  // in which they reach the queue says nothing about the order of the states.
  std::atomic<std::uint32_t> entered{0};
  std::atomic<std::uint32_t> left{0};
  std::atomic<bool> overlapped{false};
  bool reading_due = false;   // asked for and not begun: it will see what happened until then
  bool live = false;          // the snapshot is in the queue
  bool ended = false;         // its failure is: nothing may follow
  bool overflowing = false;   // linked through `next`: what follows the queue's records is here
  std::thread::id caller;     // whose notification was the last; none at first
  std::uint32_t dropped = 0;  // since the last usable one

  std::uint32_t readings_due = 0;   // how many were asked for so far...
  std::uint32_t readings_done = 0;  // ...and how many of them have ended
  std::vector<Record> held;         // came before the snapshot
  std::optional<Record> merged;
  std::optional<Record> trailing;  // a state or failure that came after `merged`, or a relayed
                                   // state that came before the snapshot
  bool untold = false;             // a reading has ended whose state never went out
  OwnPtr<Owned> keeper;
  Lane* next = nullptr;
};

// What an offline object did against its contract when the subscription was at its end, and no
// stream was left to be told.
struct Fault {
  std::u16string profile;
  Operation operation;
  HRESULT hr;
};

class NotificationQueue {
 public:
  // Wakes the consumer. Called under a mutex of its own, so that after Close no wake is on its way;
  // it must not call back into the queue, but for what is said below.
  class Waker {
   public:
    virtual void Wake() noexcept = 0;
    // What it is for is an answer: who pushes one may do more than wake, and may drain the queue
    // here, if nobody else is at it.
    virtual void WakeForAnswer() noexcept { Wake(); }

   protected:
    ~Waker() = default;
  };

  struct Counts {
    std::uint64_t received = 0;  // Notify calls
    std::uint64_t merged = 0;    // folded into another record
    std::uint64_t dropped = 0;   // unsupported, of no known state, or for an ended lane
    std::uint64_t depth = 0;     // records that wait for the consumer at this moment
  };

  static constexpr std::size_t kDefaultBound = 65536;  // records: 2 MiB
  static constexpr std::size_t kHeldBound = 128;       // records a lane holds for its snapshot
  static constexpr std::size_t kFaultBound = 16;       // faults that wait to be taken

  explicit NotificationQueue(Waker& waker, std::size_t bound = kDefaultBound)
      : waker_(&waker), bound_(bound) {
    faults_.reserve(kFaultBound);
  }

  // ── producers: any thread; each takes mutex_ but for Enter, then wake_mutex_ once a batch ──

  // A call of Notify begins: it will end in Push or Drop.
  static void Enter(Lane& lane) noexcept;

  // A reading of the state begins: it will end in PushState or LeaveReading.
  void EnterReading(Lane& lane) noexcept;

  // A notification. True when calls overlapped, or came from several threads, and the last of them
  // has now left: the state must be read again and pushed with PushState, and a kReading record
  // says so. One reading at a time is asked for, so that a dispatcher that is busy for long does
  // not pile them up.
  [[nodiscard]] bool Push(Lane& lane, const Record& notification) noexcept;

  // A notification that is not usable. Answers as Push does; and so also for a change to or from
  // no known state, which leaves nothing else to know the state by.
  [[nodiscard]] bool Drop(Lane& lane, bool is_change) noexcept;

  // A reading that ends without bringing anything. Answers as Push does.
  [[nodiscard]] bool LeaveReading(Lane& lane) noexcept;

  // The snapshot: goes before everything the lane holds, which follows at once.
  void PushSnapshot(Lane& lane, const Record& state);

  // Instead of a snapshot, where the client takes one of its own: what the lane holds follows.
  void GoLive(Lane& lane);

  // What another process's queue has been through already, in its order: a notification that may
  // stand for several, and re-readings, announced and done there, with how many of them were due
  // and done so far: on their way some were told twice, some not at all.
  void PushRelayed(Lane& lane, const Record& notification) noexcept;
  void PushReadingDue(Lane& lane, std::uint32_t due, std::uint32_t done) noexcept;
  void PushRelayedState(Lane& lane, const Record& state, std::uint32_t done) noexcept;

  // A re-reading: goes behind everything pushed so far. Answers as Push does.
  [[nodiscard]] bool PushState(Lane& lane, const Record& state) noexcept;

  // The end of a registration: behind everything pushed so far.
  void PushFailure(Lane& lane, const Record& failure) noexcept;

  // So many answers will be pushed: room is made for them now, while somebody can be told that
  // there is none.
  void ExpectAnswers(std::size_t count);

  // The answer to a request, expected before: behind everything pushed so far.
  void PushAnswer(const Record& answer) noexcept;

  // From now on so many records wait at the most before changes are merged.
  void SetBound(std::size_t bound) noexcept;

  // Past their bound, until they are taken, they are left out. Needs no memory.
  void PushFault(Fault fault) noexcept;

  // A server may have come, or gone: once, however often that is said before it is read. Needs no
  // memory.
  void PushPlace() noexcept;

  // ── the consumer: the environment's JavaScript thread ──

  // Copies up to `capacity` records. 0 means empty, and that the next record wakes again.
  std::size_t Drain(Record* target, std::size_t capacity);

  // What kFault records have announced.
  [[nodiscard]] std::vector<Fault> TakeFaults();

  [[nodiscard]] Counts counts() const noexcept;

  // How many readings of the state have ended, of those that kReading records have announced.
  [[nodiscard]] std::uint32_t ReadingsDone(const Lane& lane) const noexcept;

  // Nothing is taken and nobody is woken from now on. Idempotent.
  void Close() noexcept;

 private:
  // What a producer does under mutex_. The consumer is woken when that is free again: it is quick
  // to come, and would only wait for it.
  class Producing {
   public:
    explicit Producing(NotificationQueue& queue, void (Waker::*wake)() = &Waker::Wake)
        : queue_(queue), wake_(wake) {
      queue_.mutex_.lock();
    }
    Producing(const Producing&) = delete;
    Producing& operator=(const Producing&) = delete;
    ~Producing() {
      const bool wake = std::exchange(queue_.wake_due_, false);
      queue_.mutex_.unlock();
      if (wake) queue_.Wake(wake_);
    }

   private:
    NotificationQueue& queue_;
    void (Waker::* const wake_)();
  };

  void WakeLocked() noexcept;
  void GoLiveLocked(Lane& lane) noexcept;
  void Wake(void (Waker::*wake)()) noexcept;  // takes wake_mutex_
  bool LeaveLocked(Lane& lane) noexcept;
  static Record ReadingDue(const Lane& lane) noexcept;
  void AnnounceReadingLocked(Lane& lane) noexcept;
  void AcceptLocked(Lane& lane, const Record& notification) noexcept;
  void OverflowLocked(Lane& lane, const Record& notification) noexcept;
  void BeginOverflowLocked(Lane& lane) noexcept;
  bool AppendLocked(const Lane& lane, const Record& record) noexcept;
  void PushLastLocked(Lane& lane, const Record& record) noexcept;
  void CollectOverflowLocked();
  void CollectBareLocked(bool& due, RecordKind kind);

  std::mutex wake_mutex_;  // guards waker_; never taken under mutex_
  Waker* waker_;
  mutable std::mutex mutex_;  // guards what follows, but for the consumer's
  std::size_t bound_;
  bool awake_ = false;     // until the consumer finds nothing
  bool wake_due_ = false;  // from the producer's critical section to its end
  bool closed_ = false;
  Counts counts_;
  std::uint64_t held_ = 0;  // in lanes, for their snapshots
  std::vector<Record> filling_;
  bool place_due_ = false;  // a kPlace record: it has no order among the others
  bool fault_due_ = false;  // a kFault record for which there was no memory
  std::vector<Fault> faults_;
  std::vector<Record> late_answers_;  // that came while lanes overflow, or for want of memory
  std::size_t expected_ = 0;          // for which they have room
  Lane* overflowing_ = nullptr;       // in the order in which they began to
  Lane** overflowing_tail_ = &overflowing_;

  // The consumer's alone.
  std::vector<Record> draining_;
  std::size_t drained_ = 0;
};

}  // namespace rx_outlook

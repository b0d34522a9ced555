// One registration's lane into the queue: what it holds before its snapshot, and what it merges
// while the queue is full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "base/locked.h"
#include "core/backlog.h"
#include "core/owned.h"
#include "core/record.h"
#include "core/tickets.h"

namespace rx_outlook {

// A lane goes from waiting (for its snapshot) to live, and ends. In each of these stages it may
// overflow: from the first record without room until the consumer has collected the lane.
//
// Guarded by the queue's mutex, except Enter. A method that returns true asks for a reading of the
// state, to be pushed with Read, and has announced it with a kReading record. One reading at a time
// is asked for: a dispatcher that is busy for long is left with one, not with a pile of them.
class Lane {
 public:
  static constexpr std::size_t kHeldBound = 128;  // records held for the snapshot

  // `owner` keeps the lane alive while the queue refers to it. `caller`: see Tickets.
  Lane(Owned* owner, std::uint32_t slot_, std::uint32_t generation_,
       std::thread::id caller = {}) noexcept
      : slot(slot_), generation(generation_), owner_(owner), tickets_(caller) {}

  const std::uint32_t slot;
  const std::uint32_t generation;

  // A call of Notify begins; Notified or Dropped is its end. Any thread, without the lock.
  void Enter() noexcept { tickets_.Enter(); }
  // A call of Notify ends that has brought `notification`.
  [[nodiscard]] bool Notified(const Locked& locked, Backlog& backlog,
                              const Record& notification) noexcept;
  // A call of Notify ends that was of no use. After a change to or from no known state, only a
  // reading tells the state.
  [[nodiscard]] bool Dropped(const Locked& locked, Backlog& backlog, bool is_change) noexcept;

  // A reading of the state begins, and sees what happened until now; Read or ReadNothing is its
  // end.
  void EnterReading(const Locked&) noexcept;
  // A reading ends: its state goes last, unless a Notify has overtaken it and may have told a newer
  // one.
  [[nodiscard]] bool Read(const Locked& locked, Backlog& backlog, const Record& state) noexcept;
  [[nodiscard]] bool ReadNothing(const Locked& locked, Backlog& backlog) noexcept;
  [[nodiscard]] std::uint32_t readings_done(const Locked&) const noexcept { return readings_done_; }

  // The snapshot, then everything held. Throws where there is no memory for it.
  void Begin(const Locked& locked, Backlog& backlog, const Record& snapshot);
  // Without a snapshot, where the client takes one of its own.
  void GoLive(const Locked& locked, Backlog& backlog) noexcept;
  // The failure goes last, and nothing follows.
  void End(const Locked& locked, Backlog& backlog, const Record& failure) noexcept;

  // The list of accounts has changed. A mark, of which one at most waits behind what the consumer
  // has collected: behind the snapshot, in order with what is pushed, before the failure.
  void AccountsChanged(const Locked& locked, Backlog& backlog) noexcept;

  // What another process's queue has been through already, in its order: a notification that may
  // stand for several, and the readings announced and done there. The counts are totals, since some
  // were told twice on their way, and some not at all.
  void Relay(const Locked& locked, Backlog& backlog, const Record& notification) noexcept;
  void RelayReadingDue(const Locked& locked, Backlog& backlog, std::uint32_t due,
                       std::uint32_t done) noexcept;
  void RelayState(const Locked& locked, Backlog& backlog, const Record& state,
                  std::uint32_t done) noexcept;

 private:
  friend Backlog;
  static constexpr std::uint64_t kUnmarked = ~std::uint64_t{0};
  enum class Stage : std::uint8_t { kWaiting, kLive, kEnded };

  [[nodiscard]] Record ReadingDue() const noexcept;
  [[nodiscard]] bool Leave(const Locked& locked, Backlog& backlog) noexcept;
  [[nodiscard]] bool HasMark() const noexcept {  // which the consumer may be given
    return is_mark_due_ && stage_ != Stage::kWaiting;
  }
  [[nodiscard]] Record AccountsMark() const noexcept;
  void PushMark(const Locked& locked, Backlog& backlog) noexcept;
  void AnnounceReading(const Locked& locked, Backlog& backlog) noexcept;
  void Accept(const Locked& locked, Backlog& backlog, const Record& notification) noexcept;
  void Hold(const Locked& locked, Backlog& backlog, const Record& notification) noexcept;
  [[nodiscard]] bool Push(const Locked& locked, Backlog& backlog,
                          const Record& record) const noexcept;
  void PushLast(const Locked& locked, Backlog& backlog, const Record& record) noexcept;
  void BeginOverflow(const Locked& locked, Backlog& backlog) noexcept;
  void Overflow(const Locked& locked, Backlog& backlog, const Record& notification) noexcept;

  // For the backlog, while this lane is linked there.
  void MoveOverflowTo(const Locked&, std::vector<Record>& target);
  std::size_t DropOverflow(const Locked&) noexcept;  // how many notifications it has dropped
  [[nodiscard]] std::size_t overflow_depth(const Locked&) const noexcept;
  void EndOverflow(const Locked&) noexcept;

  Owned* const owner_;

  // Hot fields first: with thousands of lanes in turn, each cache line that they fill counts.
  Tickets tickets_;
  bool is_reading_due_ = false;  // asked for and not begun: it will see what happens until then
  Stage stage_ = Stage::kWaiting;
  bool is_overflowing_ = false;  // linked through next_: what follows the queue's records is here
  std::uint32_t dropped_ = 0;    // since the last usable notification
  std::uint32_t readings_due_ = 0;   // asked for so far
  std::uint32_t readings_done_ = 0;  // ended so far

  std::vector<Record> held_;  // came before the snapshot
  std::optional<Record> merged_;
  std::optional<Record> trailing_;  // a state or failure that came after merged_, or a relayed
                                    // state that came before the snapshot
  bool is_untold_ = false;          // a reading has ended whose state never went out
  bool is_mark_due_ = false;        // waits for the snapshot or, in an overflow, for the consumer
  std::uint64_t marked_at_ = kUnmarked;  // the backlog's count when the last mark was pushed
  OwnPtr<Owned> keeper_;
  Lane* next_ = nullptr;
};

}  // namespace rx_outlook

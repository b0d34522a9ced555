// What waits for the consumer: records, first in first out, up to a bound; behind them the lanes
// that overflow and the answers that came meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/locked.h"
#include "core/record.h"
#include "core/reserved_answers.h"
#include "core/wake_once.h"

namespace rx_outlook {

class Lane;

// Assigning {} would keep the capacity.
inline void GiveBack(std::vector<Record>& records) noexcept { std::vector<Record>().swap(records); }

// False when there is no memory for another record.
[[nodiscard]] bool Append(std::vector<Record>& records, const Record& record) noexcept;

// Guarded by the queue's mutex.
class Backlog {
 public:
  struct Counts {
    std::uint64_t received = 0;  // calls of Notify
    std::uint64_t merged = 0;    // folded into another record
    std::uint64_t dropped = 0;   // unsupported, of no known state, or for an ended lane
  };

  Backlog(WakeOnce& wake, std::size_t bound) noexcept : wake_(wake), bound_(bound) {}

  [[nodiscard]] Counts& counts(const Locked&) noexcept { return counts_; }
  [[nodiscard]] const Counts& counts(const Locked&) const noexcept { return counts_; }
  // The records in lanes that wait for their snapshot.
  [[nodiscard]] std::size_t& held(const Locked&) noexcept { return held_; }
  [[nodiscard]] bool is_closed(const Locked&) const noexcept { return is_closed_; }
  void SetBound(const Locked&, std::size_t bound) noexcept { bound_ = bound; }

  // False when the record must stay in its lane: an answer still waits for memory, or the bound is
  // reached, or there is no memory.
  [[nodiscard]] bool Push(const Producing& locked, const Record& record) noexcept {
    if (!answers_.empty() || filling_.size() >= bound_ || !Append(filling_, record)) return false;
    wake_.Ask(locked);
    return true;
  }
  // Pushes the record past the bound. Throws where there is no memory.
  void PushPastBound(const Producing& locked, const Record& record);
  // Pushes the record past the bound. False where there is no memory.
  [[nodiscard]] bool TryPushPastBound(const Producing& locked, const Record& record) noexcept;

  // The lane keeps its own records until Collect takes them. Needs no memory.
  void Link(const Producing& locked, Lane& lane) noexcept;

  void ExpectAnswers(const Locked& locked, std::size_t count) { answers_.Reserve(locked, count); }
  // An expected answer: behind everything pushed so far. Needs no memory.
  void PushAnswer(const Producing& locked, const Record& answer) noexcept;

  // Moves everything to `target`, which is empty. Where it throws, what is left is still in order.
  void Collect(const Locked& locked, std::vector<Record>& target);
  // How often it has been collected: what was pushed at an earlier count waits no longer.
  [[nodiscard]] std::uint64_t collected(const Locked&) const noexcept { return collected_; }
  // Gives the memory of a long backlog back once it is empty.
  void Shrink(const Locked&) noexcept;

  [[nodiscard]] std::size_t depth(const Locked& locked) const noexcept;

  // Drops everything; nothing is to be pushed from now on. Idempotent.
  void Close(const Locked& locked) noexcept;

  // Above it an empty list of records gives its memory back.
  static constexpr std::size_t kKeptCapacity = 4096;

 private:
  WakeOnce& wake_;
  std::size_t bound_;
  bool is_closed_ = false;
  Counts counts_;
  std::size_t held_ = 0;
  std::vector<Record> filling_;
  std::uint64_t collected_ = 0;
  ReservedAnswers answers_;
  Lane* overflowing_ = nullptr;  // in the order in which they began to
  Lane** overflowing_tail_ = &overflowing_;
};

}  // namespace rx_outlook

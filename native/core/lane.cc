#include "core/lane.h"

#include <utility>

namespace rx_outlook {

Record Lane::ReadingDue() const noexcept {
  Record record{};
  record.slot = slot;
  record.generation = generation;
  record.kind = RecordKind::kReading;
  record.merged = readings_done_;
  record.detail = readings_due_;
  return record;
}

Record Lane::AccountsMark() const noexcept {
  Record record{};
  record.slot = slot;
  record.generation = generation;
  record.kind = RecordKind::kAccounts;
  return record;
}

bool Lane::Notified(const Locked& locked, Backlog& backlog, const Record& notification) noexcept {
  if (!backlog.is_closed(locked)) {
    ++backlog.counts(locked).received;
    if (dropped_ == 0) {
      Accept(locked, backlog, notification);
    } else {
      Record record = notification;
      AddDropped(record, std::exchange(dropped_, 0));
      Accept(locked, backlog, record);
    }
  }
  tickets_.CalledBy(locked, std::this_thread::get_id());
  return Leave(locked, backlog);
}

bool Lane::Dropped(const Locked& locked, Backlog& backlog, bool is_change) noexcept {
  if (is_change) tickets_.Overlap(locked);
  if (!backlog.is_closed(locked)) {
    ++backlog.counts(locked).received;
    ++backlog.counts(locked).dropped;
    ++dropped_;
  }
  return Leave(locked, backlog);
}

void Lane::EnterReading(const Locked&) noexcept {
  is_reading_due_ = false;
  tickets_.Enter();
}

bool Lane::Read(const Locked& locked, Backlog& backlog, const Record& state) noexcept {
  ++readings_done_;
  Record record = state;
  record.detail = readings_done_;
  const bool is_overtaken = tickets_.has_overlap(locked);
  if (!backlog.is_closed(locked) && stage_ != Stage::kEnded && !is_overtaken) {
    PushLast(locked, backlog, record);
  }
  return Leave(locked, backlog);
}

bool Lane::ReadNothing(const Locked& locked, Backlog& backlog) noexcept {
  ++readings_done_;
  return Leave(locked, backlog);
}

bool Lane::Leave(const Locked& locked, Backlog& backlog) noexcept {
  if (!tickets_.Leave(locked) || backlog.is_closed(locked) || is_reading_due_) return false;
  is_reading_due_ = true;
  ++readings_due_;
  AnnounceReading(locked, backlog);
  return true;
}

void Lane::AnnounceReading(const Locked& locked, Backlog& backlog) noexcept {
  // Without room for the record, the lane overflows, and MoveOverflowTo announces what is due.
  if (!Push(locked, backlog, ReadingDue())) BeginOverflow(locked, backlog);
}

void Lane::Accept(const Locked& locked, Backlog& backlog, const Record& notification) noexcept {
  switch (stage_) {
    case Stage::kWaiting:
      return Hold(locked, backlog, notification);
    case Stage::kLive:
      if (!Push(locked, backlog, notification)) Overflow(locked, backlog, notification);
      return;
    case Stage::kEnded:
      ++backlog.counts(locked).dropped;
      return;
  }
}

void Lane::Hold(const Locked& locked, Backlog& backlog, const Record& notification) noexcept {
  if (notification.phase != kStartPhase) trailing_.reset();  // it is older
  if (held_.size() < kHeldBound && Append(held_, notification)) {
    ++backlog.counts(locked).held;
  } else if (held_.empty()) {
    ++backlog.counts(locked).dropped;
    tickets_.Overlap(locked);  // so the state is read again
  } else {
    Merge(held_.back(), notification);
    ++backlog.counts(locked).merged;
  }
}

// False when the record has to wait with its lane: behind what overflows, or for room.
bool Lane::Push(const Locked& locked, Backlog& backlog, const Record& record) const noexcept {
  return !is_overflowing_ && backlog.Push(locked, record);
}

void Lane::PushLast(const Locked& locked, Backlog& backlog, const Record& record) noexcept {
  if (Push(locked, backlog, record)) return;
  BeginOverflow(locked, backlog);
  trailing_ = record;
}

void Lane::BeginOverflow(const Locked& locked, Backlog& backlog) noexcept {
  if (std::exchange(is_overflowing_, true)) return;
  keeper_ = OwnPtr<Owned>(owner_);
  backlog.Link(locked, *this);
}

void Lane::Overflow(const Locked& locked, Backlog& backlog, const Record& notification) noexcept {
  BeginOverflow(locked, backlog);
  // A state that was read before this notification is older than it; but a START tells of none.
  if (notification.phase != kStartPhase && trailing_) {
    trailing_.reset();
    is_untold_ = true;
  }
  if (merged_) {
    Merge(*merged_, notification);
    ++backlog.counts(locked).merged;
  } else {
    merged_ = notification;
  }
}

void Lane::MoveOverflowTo(const Locked&, std::vector<Record>& target) {
  // One by one: where there is no memory, what has been pushed is not pushed again.
  if (merged_) target.push_back(*merged_);
  merged_.reset();
  if (HasMark()) target.push_back(AccountsMark());
  if (stage_ != Stage::kWaiting) is_mark_due_ = false;
  if (trailing_) target.push_back(*trailing_);
  trailing_.reset();
  if (readings_due_ != readings_done_ || is_untold_) target.push_back(ReadingDue());
  is_untold_ = false;
}

std::size_t Lane::DropOverflow(const Locked&) noexcept {
  trailing_.reset();
  return std::exchange(merged_, std::nullopt) ? 1 : 0;
}

std::size_t Lane::overflow_depth(const Locked&) const noexcept {
  return (merged_ ? 1u : 0u) + (HasMark() ? 1u : 0u) + (trailing_ ? 1u : 0u);
}

void Lane::EndOverflow(const Locked&) noexcept {
  is_overflowing_ = false;
  keeper_.Reset();  // may end this lane: nothing follows
}

void Lane::Begin(const Locked& locked, Backlog& backlog, const Record& snapshot) {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  backlog.PushPastBound(locked, snapshot);  // one for each subscription
  GoLive(locked, backlog);
}

void Lane::GoLive(const Locked& locked, Backlog& backlog) noexcept {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  stage_ = Stage::kLive;
  const std::optional<Record> state = std::exchange(trailing_, std::nullopt);
  backlog.counts(locked).held -= held_.size();
  for (const Record& notification : held_) {
    if (!Push(locked, backlog, notification)) Overflow(locked, backlog, notification);
  }
  GiveBack(held_);
  if (is_mark_due_) PushMark(locked, backlog);
  if (state) PushLast(locked, backlog, *state);
  // Announced while the lane was waiting.
  if (readings_due_ != readings_done_) AnnounceReading(locked, backlog);
}

void Lane::End(const Locked& locked, Backlog& backlog, const Record& failure) noexcept {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  if (stage_ == Stage::kWaiting) is_mark_due_ = false;  // nobody has seen a list
  stage_ = Stage::kEnded;
  backlog.counts(locked).held -= held_.size();
  backlog.counts(locked).dropped += held_.size();  // their snapshot never came
  GiveBack(held_);
  PushLast(locked, backlog, failure);
}

void Lane::AccountsChanged(const Locked& locked, Backlog& backlog) noexcept {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  if (stage_ == Stage::kWaiting) {
    is_mark_due_ = true;
  } else if (!is_mark_due_ && marked_at_ != backlog.collected(locked)) {
    PushMark(locked, backlog);
  }
}

void Lane::PushMark(const Locked& locked, Backlog& backlog) noexcept {
  is_mark_due_ = !Push(locked, backlog, AccountsMark());
  if (is_mark_due_) {
    BeginOverflow(locked, backlog);
  } else {
    marked_at_ = backlog.collected(locked);
  }
}

void Lane::Relay(const Locked& locked, Backlog& backlog, const Record& notification) noexcept {
  if (backlog.is_closed(locked)) return;
  Backlog::Counts& counts = backlog.counts(locked);
  counts.received += std::uint64_t{notification.merged} + DroppedBefore(notification);
  counts.merged += notification.merged - 1;
  counts.dropped += DroppedBefore(notification);
  Accept(locked, backlog, notification);
}

void Lane::RelayReadingDue(const Locked& locked, Backlog& backlog, std::uint32_t due,
                           std::uint32_t done) noexcept {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  readings_done_ = done;
  if (std::exchange(readings_due_, due) == due || stage_ != Stage::kLive) return;
  AnnounceReading(locked, backlog);
}

void Lane::RelayState(const Locked& locked, Backlog& backlog, const Record& state,
                      std::uint32_t done) noexcept {
  if (backlog.is_closed(locked) || stage_ == Stage::kEnded) return;
  readings_done_ = done;
  if (stage_ == Stage::kLive) {
    PushLast(locked, backlog, state);
  } else {
    trailing_ = state;
  }
}

}  // namespace rx_outlook

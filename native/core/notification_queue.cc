#include "core/notification_queue.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace rx_outlook {
namespace {

// Above it an empty queue gives its memory back.
constexpr std::size_t kKeptCapacity = 4096;

// Assigning {} would keep the capacity.
void GiveBack(std::vector<Record>& records) noexcept { std::vector<Record>().swap(records); }

// Of no registration.
Record MakeBare(RecordKind kind) noexcept {
  Record record{};
  record.kind = kind;
  return record;
}

// False when there is no memory for another record.
bool Append(std::vector<Record>& records, const Record& record) noexcept {
  try {
    records.push_back(record);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

}  // namespace

Record NotificationQueue::ReadingDue(const Lane& lane) noexcept {
  Record record{};
  record.slot = lane.slot;
  record.generation = lane.generation;
  record.kind = RecordKind::kReading;
  record.merged = lane.readings_done;
  record.detail = lane.readings_due;
  return record;
}

void NotificationQueue::Enter(Lane& lane) noexcept {
  const std::uint32_t ticket = lane.entered.fetch_add(1, std::memory_order_acq_rel);
  if (ticket != lane.left.load(std::memory_order_acquire)) {
    lane.overlapped.store(true, std::memory_order_release);
  }
}

void NotificationQueue::EnterReading(Lane& lane) noexcept {
  const std::lock_guard lock(mutex_);
  lane.reading_due = false;
  Enter(lane);
}

bool NotificationQueue::LeaveLocked(Lane& lane) noexcept {
  const std::uint32_t left = lane.left.load(std::memory_order_relaxed) + 1;
  lane.left.store(left, std::memory_order_release);
  if (!lane.overlapped.load(std::memory_order_acquire)) return false;
  if (left != lane.entered.load(std::memory_order_acquire)) return false;  // others will leave
  lane.overlapped.store(false, std::memory_order_relaxed);
  if (closed_ || lane.reading_due) return false;
  lane.reading_due = true;
  ++lane.readings_due;
  AnnounceReadingLocked(lane);
  return true;
}

void NotificationQueue::AnnounceReadingLocked(Lane& lane) noexcept {
  // When there is no room for the record, the lane overflows, and what is due is told after that.
  if (!AppendLocked(lane, ReadingDue(lane))) BeginOverflowLocked(lane);
}

bool NotificationQueue::Push(Lane& lane, const Record& notification) noexcept {
  const Producing producing(*this);
  if (!closed_) {
    ++counts_.received;
    if (lane.dropped == 0) {
      AcceptLocked(lane, notification);
    } else {
      Record record = notification;
      AddDropped(record, std::exchange(lane.dropped, 0));
      AcceptLocked(lane, record);
    }
  }
  // Threads race before they enter, too: the one that changed the state first may call last, and
  // alone. Only the calls of one thread have an order; before the first of them, another thread may
  // have changed what the snapshot saw.
  const std::thread::id caller = std::this_thread::get_id();
  if (lane.caller != caller) {
    lane.overlapped.store(true, std::memory_order_relaxed);
  }
  lane.caller = caller;
  return LeaveLocked(lane);
}

bool NotificationQueue::Drop(Lane& lane, bool is_change) noexcept {
  const Producing producing(*this);
  if (is_change) lane.overlapped.store(true, std::memory_order_relaxed);
  if (!closed_) {
    ++counts_.received;
    ++counts_.dropped;
    ++lane.dropped;
  }
  return LeaveLocked(lane);
}

bool NotificationQueue::LeaveReading(Lane& lane) noexcept {
  const Producing producing(*this);
  ++lane.readings_done;
  return LeaveLocked(lane);
}

std::uint32_t NotificationQueue::ReadingsDone(const Lane& lane) const noexcept {
  const std::lock_guard lock(mutex_);
  return lane.readings_done;
}

void NotificationQueue::AcceptLocked(Lane& lane, const Record& notification) noexcept {
  if (lane.ended) {
    ++counts_.dropped;
    return;
  }
  if (!lane.live) {
    if (notification.phase != kStartPhase) lane.trailing.reset();  // it is older
    if (lane.held.size() < kHeldBound && Append(lane.held, notification)) {
      ++held_;
      return;
    }
    if (lane.held.empty()) {
      ++counts_.dropped;
      lane.overlapped.store(true, std::memory_order_relaxed);  // so the state is read again
      return;
    }
    Merge(lane.held.back(), notification);
    ++counts_.merged;
    return;
  }
  if (!AppendLocked(lane, notification)) OverflowLocked(lane, notification);  // needs no memory
}

// False when the record has to wait with its lane: behind what overflows, or for room.
bool NotificationQueue::AppendLocked(const Lane& lane, const Record& record) noexcept {
  // And behind an answer that had to wait for want of memory.
  if (lane.overflowing || !late_answers_.empty() || filling_.size() >= bound_ ||
      !Append(filling_, record)) {
    return false;
  }
  WakeLocked();
  return true;
}

void NotificationQueue::OverflowLocked(Lane& lane, const Record& notification) noexcept {
  BeginOverflowLocked(lane);
  // A state that was read before this notification is older than it; but a START tells of none.
  if (notification.phase != kStartPhase && lane.trailing) {
    lane.trailing.reset();
    lane.untold = true;
  }
  if (lane.merged) {
    Merge(*lane.merged, notification);
    ++counts_.merged;
  } else {
    lane.merged = notification;
  }
}

void NotificationQueue::BeginOverflowLocked(Lane& lane) noexcept {
  if (std::exchange(lane.overflowing, true)) return;
  lane.keeper = OwnPtr<Owned>(lane.owner);
  lane.next = nullptr;
  *overflowing_tail_ = &lane;
  overflowing_tail_ = &lane.next;
  WakeLocked();
}

void NotificationQueue::PushSnapshot(Lane& lane, const Record& state) {
  const Producing producing(*this);
  if (closed_ || lane.ended) return;
  filling_.push_back(state);  // also past the bound: one for each subscription
  GoLiveLocked(lane);
  WakeLocked();
}

void NotificationQueue::GoLive(Lane& lane) {
  const Producing producing(*this);
  if (!closed_ && !lane.ended) GoLiveLocked(lane);
}

void NotificationQueue::GoLiveLocked(Lane& lane) noexcept {
  lane.live = true;
  const std::optional<Record> state = std::exchange(lane.trailing, std::nullopt);
  held_ -= lane.held.size();
  for (const Record& notification : lane.held) {
    if (!AppendLocked(lane, notification)) OverflowLocked(lane, notification);
  }
  GiveBack(lane.held);
  if (state) PushLastLocked(lane, *state);
  // Announced while nobody was there to be told.
  if (lane.readings_due != lane.readings_done) AnnounceReadingLocked(lane);
}

bool NotificationQueue::PushState(Lane& lane, const Record& state) noexcept {
  const Producing producing(*this);
  ++lane.readings_done;
  Record record = state;
  record.detail = lane.readings_done;
  // Overtaken by a Notify it may be older than what that has told; the next reading will not be.
  const bool overtaken = lane.overlapped.load(std::memory_order_acquire);
  if (!closed_ && !lane.ended && !overtaken) PushLastLocked(lane, record);
  return LeaveLocked(lane);
}

void NotificationQueue::PushFailure(Lane& lane, const Record& failure) noexcept {
  const Producing producing(*this);
  if (closed_ || lane.ended) return;
  lane.ended = true;
  held_ -= lane.held.size();
  counts_.dropped += lane.held.size();  // they waited for a snapshot that never came
  GiveBack(lane.held);
  PushLastLocked(lane, failure);
}

void NotificationQueue::PushLastLocked(Lane& lane, const Record& record) noexcept {
  if (AppendLocked(lane, record)) return;
  BeginOverflowLocked(lane);
  lane.trailing = record;
}

void NotificationQueue::ExpectAnswers(std::size_t count) {
  const std::lock_guard lock(mutex_);
  const std::size_t room = late_answers_.size() + expected_ + count;
  if (late_answers_.capacity() < room) {
    late_answers_.reserve(std::max(room, 2 * late_answers_.capacity()));
  }
  expected_ += count;
}

void NotificationQueue::PushAnswer(const Record& answer) noexcept {
  const Producing producing(*this, &Waker::WakeForAnswer);
  if (closed_) return;
  --expected_;
  if (overflowing_ != nullptr || !late_answers_.empty() || !Append(filling_, answer)) {
    late_answers_.push_back(answer);  // has room
  }
  WakeLocked();
}

void NotificationQueue::SetBound(std::size_t bound) noexcept {
  const std::lock_guard lock(mutex_);
  bound_ = bound;
}

void NotificationQueue::PushPlace() noexcept {
  const Producing producing(*this);
  if (closed_) return;
  place_due_ = true;
  WakeLocked();
}

void NotificationQueue::PushFault(Fault fault) noexcept {
  const Producing producing(*this);
  if (closed_ || faults_.size() == kFaultBound) return;
  faults_.push_back(std::move(fault));  // has room
  // Before what is answered after it, if that can be.
  if (!fault_due_ && !Append(filling_, MakeBare(RecordKind::kFault))) fault_due_ = true;
  WakeLocked();
}

void NotificationQueue::WakeLocked() noexcept {
  if (!std::exchange(awake_, true)) wake_due_ = true;
}

void NotificationQueue::Wake(void (Waker::*wake)()) noexcept {
  const std::lock_guard lock(wake_mutex_);
  if (waker_ != nullptr) (waker_->*wake)();
}

void NotificationQueue::CollectOverflowLocked() {
  while (Lane* const lane = overflowing_) {
    // One by one: where there is no memory, what has been pushed is not pushed again.
    if (lane->merged) draining_.push_back(*lane->merged);
    lane->merged.reset();
    if (lane->trailing) draining_.push_back(*lane->trailing);
    lane->trailing.reset();
    if (lane->readings_due != lane->readings_done || lane->untold) {
      draining_.push_back(ReadingDue(*lane));
    }
    lane->untold = false;
    overflowing_ = lane->next;
    lane->overflowing = false;
    lane->keeper.Reset();  // may end the lane
  }
  overflowing_tail_ = &overflowing_;
  draining_.insert(draining_.end(), late_answers_.begin(), late_answers_.end());
  late_answers_.clear();
}

void NotificationQueue::CollectBareLocked(bool& due, RecordKind kind) {
  if (!due) return;
  draining_.push_back(MakeBare(kind));
  due = false;
}

std::size_t NotificationQueue::Drain(Record* target, std::size_t capacity) {
  if (drained_ == draining_.size()) {
    draining_.clear();
    drained_ = 0;
    const std::lock_guard lock(mutex_);
    draining_.swap(filling_);
    CollectOverflowLocked();
    CollectBareLocked(place_due_, RecordKind::kPlace);
    CollectBareLocked(fault_due_, RecordKind::kFault);
    if (draining_.empty()) {
      awake_ = false;
      if (draining_.capacity() > kKeptCapacity) GiveBack(draining_);
      if (filling_.capacity() > kKeptCapacity) GiveBack(filling_);
      return 0;
    }
  }
  const std::size_t count = std::min(capacity, draining_.size() - drained_);
  std::memcpy(target, draining_.data() + drained_, count * sizeof(Record));
  drained_ += count;
  return count;
}

std::vector<Fault> NotificationQueue::TakeFaults() {
  std::vector<Fault> taken;
  taken.reserve(kFaultBound);
  const std::lock_guard lock(mutex_);
  taken.swap(faults_);
  return taken;
}

NotificationQueue::Counts NotificationQueue::counts() const noexcept {
  const std::lock_guard lock(mutex_);
  Counts counts = counts_;
  counts.depth = held_ + filling_.size() + late_answers_.size() + (draining_.size() - drained_) +
                 (place_due_ ? 1 : 0) + (fault_due_ ? 1 : 0);
  for (const Lane* lane = overflowing_; lane != nullptr; lane = lane->next) {
    counts.depth += (lane->merged ? 1 : 0) + (lane->trailing ? 1 : 0);
  }
  return counts;
}

void NotificationQueue::Close() noexcept {
  {
    const std::lock_guard lock(wake_mutex_);
    waker_ = nullptr;
  }
  const std::lock_guard lock(mutex_);
  closed_ = true;
  // Nobody is handed what waits from here on. What is being drained, the consumer still has.
  for (const Record& record : filling_) {
    if (record.kind == RecordKind::kNotification) ++counts_.dropped;
  }
  counts_.dropped += std::exchange(held_, 0);
  place_due_ = false;
  fault_due_ = false;
  GiveBack(filling_);
  GiveBack(late_answers_);
  while (Lane* const lane = overflowing_) {
    overflowing_ = lane->next;
    if (std::exchange(lane->merged, std::nullopt)) ++counts_.dropped;
    lane->trailing.reset();
    lane->overflowing = false;
    lane->keeper.Reset();
  }
  overflowing_tail_ = &overflowing_;
}

}  // namespace rx_outlook

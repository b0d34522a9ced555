#include "core/notification_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rx_outlook {
namespace {

Record MakeBare(RecordKind kind) noexcept {
  Record record{};
  record.kind = kind;
  return record;
}

}  // namespace

bool NotificationQueue::Push(Lane& lane, const Record& notification) noexcept {
  const Producing locked(mutex_, wake_);
  return lane.Notified(locked, backlog_, notification);
}

bool NotificationQueue::Drop(Lane& lane, bool is_change) noexcept {
  const Producing locked(mutex_, wake_);
  return lane.Dropped(locked, backlog_, is_change);
}

void NotificationQueue::EnterReading(Lane& lane) noexcept {
  const Locked locked(mutex_);
  lane.EnterReading(locked);
}

bool NotificationQueue::PushState(Lane& lane, const Record& state) noexcept {
  const Producing locked(mutex_, wake_);
  return lane.Read(locked, backlog_, state);
}

bool NotificationQueue::LeaveReading(Lane& lane) noexcept {
  const Producing locked(mutex_, wake_);
  return lane.ReadNothing(locked, backlog_);
}

std::uint32_t NotificationQueue::ReadingsDone(const Lane& lane) const noexcept {
  const Locked locked(mutex_);
  return lane.readings_done(locked);
}

void NotificationQueue::PushSnapshot(Lane& lane, const Record& state) {
  const Producing locked(mutex_, wake_);
  lane.Begin(locked, backlog_, state);
}

void NotificationQueue::GoLive(Lane& lane) {
  const Producing locked(mutex_, wake_);
  lane.GoLive(locked, backlog_);
}

void NotificationQueue::PushFailure(Lane& lane, const Record& failure) noexcept {
  const Producing locked(mutex_, wake_);
  lane.End(locked, backlog_, failure);
}

void NotificationQueue::PushAccountsChanged(Lane& lane) noexcept {
  const Producing locked(mutex_, wake_);
  lane.AccountsChanged(locked, backlog_);
}

void NotificationQueue::PushRelayed(Lane& lane, const Record& notification) noexcept {
  const Producing locked(mutex_, wake_);
  lane.Relay(locked, backlog_, notification);
}

void NotificationQueue::PushReadingDue(Lane& lane, std::uint32_t due, std::uint32_t done) noexcept {
  const Producing locked(mutex_, wake_);
  lane.RelayReadingDue(locked, backlog_, due, done);
}

void NotificationQueue::PushRelayedState(Lane& lane, const Record& state,
                                         std::uint32_t done) noexcept {
  const Producing locked(mutex_, wake_);
  lane.RelayState(locked, backlog_, state, done);
}

void NotificationQueue::ExpectAnswers(std::size_t count) {
  const Locked locked(mutex_);
  backlog_.ExpectAnswers(locked, count);
}

void NotificationQueue::PushAnswer(const Record& answer) noexcept {
  const Producing locked(mutex_, wake_, &Waker::WakeForAnswer);
  if (!backlog_.is_closed(locked)) backlog_.PushAnswer(locked, answer);
}

void NotificationQueue::SetBound(std::size_t bound) noexcept {
  const Locked locked(mutex_);
  backlog_.SetBound(locked, bound);
}

void NotificationQueue::PushPlace() noexcept {
  const Producing locked(mutex_, wake_);
  if (backlog_.is_closed(locked)) return;
  is_place_due_ = true;
  wake_.Ask(locked);
}

void NotificationQueue::PushFault(Fault fault) noexcept {
  const Producing locked(mutex_, wake_);
  if (backlog_.is_closed(locked) || !faults_.Put(locked, std::move(fault))) return;
  // Its record goes before what is answered after it, if there is memory for the record.
  if (is_fault_due_ || backlog_.TryPushPastBound(locked, MakeBare(RecordKind::kFault))) return;
  is_fault_due_ = true;
  wake_.Ask(locked);
}

void NotificationQueue::CollectBare(const Locked&, bool& is_due, RecordKind kind) {
  if (!is_due) return;
  draining_.push_back(MakeBare(kind));
  is_due = false;
}

std::size_t NotificationQueue::Drain(Record* target, std::size_t capacity) {
  if (drained_ == draining_.size()) {
    draining_.clear();
    drained_ = 0;
    const Locked locked(mutex_);
    backlog_.Collect(locked, draining_);
    CollectBare(locked, is_place_due_, RecordKind::kPlace);
    CollectBare(locked, is_fault_due_, RecordKind::kFault);
    if (draining_.empty()) {
      wake_.Sleep(locked);
      if (draining_.capacity() > Backlog::kKeptCapacity) GiveBack(draining_);
      backlog_.Shrink(locked);
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
  taken.reserve(FaultBox::kBound);
  const Locked locked(mutex_);
  faults_.Take(locked, taken);
  return taken;
}

NotificationQueue::Counts NotificationQueue::counts() const noexcept {
  const Locked locked(mutex_);
  const std::size_t depth = backlog_.depth(locked) + (draining_.size() - drained_) +
                            (is_place_due_ ? 1 : 0) + (is_fault_due_ ? 1 : 0);
  return {backlog_.counts(locked), depth};
}

void NotificationQueue::Close() noexcept {
  wake_.Close();
  const Locked locked(mutex_);
  // Records that were moved to the consumer are still delivered.
  backlog_.Close(locked);
  is_place_due_ = false;
  is_fault_due_ = false;
}

}  // namespace rx_outlook

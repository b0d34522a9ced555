#include "core/backlog.h"

#include <new>
#include <utility>

#include "core/lane.h"

namespace rx_outlook {

bool Append(std::vector<Record>& records, const Record& record) noexcept {
  try {
    records.push_back(record);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void Backlog::PushPastBound(const Producing& locked, const Record& record) {
  filling_.push_back(record);
  wake_.Ask(locked);
}

bool Backlog::TryPushPastBound(const Producing& locked, const Record& record) noexcept {
  if (!Append(filling_, record)) return false;
  wake_.Ask(locked);
  return true;
}

void Backlog::Link(const Producing& locked, Lane& lane) noexcept {
  lane.next_ = nullptr;
  *overflowing_tail_ = &lane;
  overflowing_tail_ = &lane.next_;
  wake_.Ask(locked);
}

void Backlog::PushAnswer(const Producing& locked, const Record& answer) noexcept {
  answers_.Arrived(locked);
  if (overflowing_ != nullptr || !answers_.empty() || !Append(filling_, answer)) {
    answers_.Keep(locked, answer);
  }
  wake_.Ask(locked);
}

void Backlog::Collect(const Locked& locked, std::vector<Record>& target) {
  target.swap(filling_);
  ++collected_;
  while (Lane* const lane = overflowing_) {
    lane->MoveOverflowTo(locked, target);
    overflowing_ = lane->next_;
    lane->EndOverflow(locked);  // may end the lane
  }
  overflowing_tail_ = &overflowing_;
  answers_.MoveTo(locked, target);
}

void Backlog::Shrink(const Locked&) noexcept {
  if (filling_.capacity() > kKeptCapacity) GiveBack(filling_);
}

std::size_t Backlog::depth(const Locked& locked) const noexcept {
  std::size_t depth = held_ + filling_.size() + answers_.size();
  for (const Lane* lane = overflowing_; lane != nullptr; lane = lane->next_) {
    depth += lane->overflow_depth(locked);
  }
  return depth;
}

void Backlog::Close(const Locked& locked) noexcept {
  is_closed_ = true;
  for (const Record& record : filling_) {
    if (record.kind == RecordKind::kNotification) ++counts_.dropped;
  }
  counts_.dropped += std::exchange(held_, std::size_t{0});
  GiveBack(filling_);
  answers_.Close(locked);
  while (Lane* const lane = overflowing_) {
    overflowing_ = lane->next_;
    counts_.dropped += lane->DropOverflow(locked);
    lane->EndOverflow(locked);
  }
  overflowing_tail_ = &overflowing_;
}

}  // namespace rx_outlook

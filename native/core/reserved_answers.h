// Answers that have to wait behind lanes that overflow, or for want of memory. Their room is
// reserved before the question is asked, while a lack of memory can still be reported.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/locked.h"
#include "core/record.h"

namespace rx_outlook {

// Guarded by the queue's mutex.
class ReservedAnswers {
 public:
  // Reserves room for `count` answers. Throws where there is no memory, and has reserved nothing.
  void Reserve(const Locked&, std::size_t count) {
    const std::size_t room = late_.size() + expected_ + count;
    if (late_.capacity() < room) late_.reserve(std::max(room, 2 * late_.capacity()));
    expected_ += count;
  }

  // One of the expected answers is here.
  void Arrived(const Locked&) noexcept { --expected_; }

  // Keeps it in the room that it has.
  void Keep(const Locked&, const Record& answer) noexcept { late_.push_back(answer); }

  [[nodiscard]] bool empty() const noexcept { return late_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return late_.size(); }

  void MoveTo(const Locked&, std::vector<Record>& target) {
    target.insert(target.end(), late_.begin(), late_.end());
    late_.clear();
  }

  void Close(const Locked&) noexcept { std::vector<Record>().swap(late_); }

 private:
  std::vector<Record> late_;
  std::size_t expected_ = 0;
};

}  // namespace rx_outlook

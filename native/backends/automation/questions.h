// The questions that wait for a look, and the answer to the last of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/locked.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

// Questions have numbers, and one answer is for all up to a number. Any thread. Guarded by the
// reader's mutex; the caller notifies the monitor.
class Questions {
 public:
  // Returns the number of a new question.
  std::uint64_t Add(const Locked&) noexcept { return ++asked_; }
  [[nodiscard]] bool has_open(const Locked&) const noexcept { return answered_ < asked_; }
  [[nodiscard]] bool IsAnswered(const Locked&, std::uint64_t question) const noexcept {
    return answered_ >= question;
  }

  // A look begins: it is for the questions until now.
  void Cover(const Locked&) noexcept { covered_ = asked_; }
  // Answers the questions before the last look.
  void AnswerCovered(const Locked&, HRESULT hr, Explanation why = {}) noexcept {
    Answer(covered_, hr, std::move(why));
  }
  void AnswerAll(const Locked&, HRESULT hr, Explanation why) noexcept {
    Answer(asked_, hr, std::move(why));
  }

  // The last answer.
  [[nodiscard]] HRESULT hr(const Locked&) const noexcept { return hr_; }
  [[nodiscard]] const Explanation& why(const Locked&) const noexcept { return why_; }

 private:
  void Answer(std::uint64_t up_to, HRESULT hr, Explanation why) noexcept {
    answered_ = std::max(answered_, up_to);
    hr_ = hr;
    why_ = std::move(why);
  }

  std::uint64_t asked_ = 0;    // number of the last question
  std::uint64_t covered_ = 0;  // number of the last question before the look under way
  std::uint64_t answered_ = 0;
  HRESULT hr_ = S_OK;
  Explanation why_;
};

}  // namespace rx_outlook::automation

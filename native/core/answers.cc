#include "core/answers.h"

#include <utility>

namespace rx_outlook {

void Answers::Say(RequestNumber request, HRESULT hr, ULONG value) noexcept {
  Record record{};
  record.slot = request;
  record.kind = RecordKind::kAnswer;
  record.hresult = hr;
  record.detail = value;
  queue_->PushAnswer(record);
}

void Answers::Keep(RequestNumber request, Result result) {
  if (!result.profiles && !result.accounts && result.why.text.empty()) return;
  const std::lock_guard lock(mutex_);
  results_.insert_or_assign(request, std::move(result));
}

Answers::Result Answers::Take(RequestNumber request) {
  const std::lock_guard lock(mutex_);
  auto found = results_.extract(request);
  return found ? std::move(found.mapped()) : Result();
}

}  // namespace rx_outlook

// What a served client is told: events and answers, out of its queue and on their way.
#include <new>
#include <utility>

#include "server/served_client.h"

namespace rx_outlook::bridge {
namespace {

constexpr int kRoundsAtOnce = 4;

static_assert(kMostMerged == kMergedLimit, "no event of ours is malformed");

// Only what its kind has: the rest of an event is 0.
Event ToEvent(const Record& record) noexcept {
  Event event;
  event.registration = record.slot;
  event.kind = static_cast<EventKind>(record.kind);
  switch (event.kind) {
    case EventKind::kNotification:
      event.phase = record.phase;
      event.previous = record.previous;
      event.current = record.current;
      event.merged = record.merged;
      event.timestamp = record.timestamp;
      event.detail = record.detail;
      break;
    case EventKind::kState:
      event.current = record.current;
      event.detail = record.detail;
      break;
    case EventKind::kReading:
      event.merged = record.merged;
      event.detail = record.detail;
      break;
    case EventKind::kFailure:
      event.hresult = record.hresult;
      event.detail = record.detail == static_cast<std::uint32_t>(Operation::kGetCurrentState)
                         ? kReadingFailed
                         : kObjectGone;
      break;
  }
  return event;
}

}  // namespace

void ServedClient::WakeForAnswer() noexcept {
  {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (lock && PumpOnce()) return;
  }
  Wake();
}

// What waits for this client, for a while: a flood must not keep the others from their turn.
void ServedClient::Pump() {
  for (int round = 0; Write(); ++round) {
    if (round == kRoundsAtOnce) return Wake();
    if (!Fill()) return outbox_.Rest();
  }
}

// Whether all of it was taken.
bool ServedClient::Write() noexcept {
  const bool all = outbox_.Write(*channel_);
  account_->Owe(outbox_.owed());
  return all;
}

// The same on the dispatcher's thread, as far as that goes at once. Whether nothing is left for the
// loop's: that would have to be woken, and an answer is what somebody waits for.
bool ServedClient::PumpOnce() noexcept {
  if (outbox_.owed() > 0) return false;
  try {
    Fill();
    const bool all = outbox_.TryWrite(*channel_);
    account_->Owe(outbox_.owed());
    return all && !Fill() && reading_;
  } catch (const std::bad_alloc&) {
    is_lost_ = true;
    return false;
  }
}

// Encodes what waits, until the outbox has enough. Whether there is something to be written.
bool ServedClient::Fill() {
  while (outbox_.EncodeNames() && !outbox_.has_enough()) {
    if (next_ == count_) {
      next_ = 0;
      count_ = queue_->Drain(records_.data(), records_.size());
      if (count_ == 0) break;
    }
    EncodeRecords();
  }
  return outbox_.owed() > 0;
}

// Up to a list of names, whose frames come first.
void ServedClient::EncodeRecords() {
  while (next_ < count_ && !outbox_.listing()) {
    if (records_[next_].kind == RecordKind::kAnswer) {
      EncodeAnswer(records_[next_++]);
      continue;
    }
    EventsEncoder events(outbox_.bytes());
    for (; next_ < count_ && records_[next_].kind != RecordKind::kAnswer; ++next_) {
      const Record& record = records_[next_];
      if (registrations_.used.count(record.slot) != 0) events.Add(ToEvent(record));
    }
  }
}

void ServedClient::EncodeAnswer(const Record& record) {
  if (record.slot == kNoRequest) return;
  const auto found = pending_.find(record.slot);
  if (found != pending_.end()) {
    const auto [type, number] = found->second;
    pending_.erase(found);
    if (type == FrameType::kProfiles) {
      list_asked_ = false;
      if (SUCCEEDED(record.hresult)) {
        return outbox_.Begin(record.slot, session_->TakeProfiles(record.slot));
      }
    }
    if (type == FrameType::kOpen && FAILED(record.hresult)) {
      Forget(objects_, number, Ledger::Item::kObject);
    }
    if (type == FrameType::kAdvise && FAILED(record.hresult)) {
      Forget(registrations_, number, Ledger::Item::kRegistration);
      session_->Unsubscribe({number, kGeneration});
    }
  }
  Answer answer;
  answer.id = record.slot;
  answer.hresult = record.hresult;
  answer.value = record.detail;
  if (FAILED(record.hresult)) {
    Explanation why = session_->TakeExplanation(record.slot);
    answer.operation = std::move(why.operation);
    answer.text = std::move(why.text);
  }
  Encode(outbox_.bytes(), answer);
}

}  // namespace rx_outlook::bridge

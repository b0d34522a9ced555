#include "server/record_encoder.h"

namespace rx_outlook::bridge {

static_assert(kMostMerged == kMergedLimit, "no event of this server is malformed");

std::optional<RelayedEvent> ToEvent(const Record& record) noexcept {
  using Kind = RelayedEvent::Kind;
  RelayedEvent event;
  event.registration = record.slot;
  switch (record.kind) {
    case RecordKind::kNotification:
      event.kind = Kind::kNotification;
      event.phase = record.phase;
      event.previous = record.previous;
      event.current = record.current;
      event.merged = record.merged;
      event.timestamp = record.timestamp;
      event.detail = record.detail;
      return event;
    case RecordKind::kState:
      event.kind = Kind::kState;
      event.current = record.current;
      event.detail = record.detail;
      return event;
    case RecordKind::kReading:
      event.kind = Kind::kReading;
      event.merged = record.merged;
      event.detail = record.detail;
      return event;
    case RecordKind::kFailure:
      event.kind = Kind::kFailure;
      event.hresult = record.hresult;
      event.detail = record.detail == static_cast<std::uint32_t>(Operation::kGetCurrentState)
                         ? RelayedEvent::kReadingFailed
                         : RelayedEvent::kObjectGone;
      return event;
    case RecordKind::kAccounts:
      event.kind = Kind::kAccounts;
      return event;
    case RecordKind::kAnswer:
    case RecordKind::kPlace:
    case RecordKind::kFault:
      break;
  }
  return std::nullopt;
}

bool RecordEncoder::Fill(const Locked& locked, Client& client) {
  while (listing_.Encode(locked, outbox_) && outbox_.owed(locked) < kEnough) {
    if (next_ == count_) {
      next_ = 0;
      count_ = queue_.Drain(records_.data(), records_.size());
      if (count_ == 0) break;
    }
    Encode(locked, client);
  }
  return outbox_.owed(locked) > 0;
}

// Stops where a list begins: its frames come first.
void RecordEncoder::Encode(const Locked& locked, Client& client) {
  while (next_ < count_ && !listing_.under_way(locked)) {
    if (records_[next_].kind == RecordKind::kAnswer) {
      client.Answer(locked, records_[next_++]);
      continue;
    }
    EventsEncoder events(outbox_.bytes(locked));
    for (; next_ < count_ && records_[next_].kind != RecordKind::kAnswer; ++next_) {
      const Record& record = records_[next_];
      const auto event = ToEvent(record);
      if (event && client.IsRegistered(record.slot)) events.Add(*event);
    }
  }
}

}  // namespace rx_outlook::bridge

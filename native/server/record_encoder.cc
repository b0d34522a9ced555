#include "server/record_encoder.h"

namespace rx_outlook::bridge {

static_assert(kMostMerged == kMergedLimit, "no event of this server is malformed");

RelayedEvent ToEvent(const Record& record) noexcept {
  RelayedEvent event;
  event.registration = record.slot;
  event.kind = static_cast<RelayedEvent::Kind>(record.kind);
  switch (event.kind) {
    case RelayedEvent::Kind::kNotification:
      event.phase = record.phase;
      event.previous = record.previous;
      event.current = record.current;
      event.merged = record.merged;
      event.timestamp = record.timestamp;
      event.detail = record.detail;
      break;
    case RelayedEvent::Kind::kState:
      event.current = record.current;
      event.detail = record.detail;
      break;
    case RelayedEvent::Kind::kReading:
      event.merged = record.merged;
      event.detail = record.detail;
      break;
    case RelayedEvent::Kind::kFailure:
      event.hresult = record.hresult;
      event.detail = record.detail == static_cast<std::uint32_t>(Operation::kGetCurrentState)
                         ? RelayedEvent::kReadingFailed
                         : RelayedEvent::kObjectGone;
      break;
  }
  return event;
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

// Stops where a list of names begins: its frames come first.
void RecordEncoder::Encode(const Locked& locked, Client& client) {
  while (next_ < count_ && !listing_.under_way(locked)) {
    if (records_[next_].kind == RecordKind::kAnswer) {
      client.Answer(locked, records_[next_++]);
      continue;
    }
    EventsEncoder events(outbox_.bytes(locked));
    for (; next_ < count_ && records_[next_].kind != RecordKind::kAnswer; ++next_) {
      const Record& record = records_[next_];
      if (client.IsRegistered(record.slot)) events.Add(ToEvent(record));
    }
  }
}

}  // namespace rx_outlook::bridge

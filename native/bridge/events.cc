#include <cmath>

#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::uint32_t kPhaseBits = 0xe;

// The limit of JavaScript's Date, in milliseconds.
constexpr double kLastTime = 8.64e15;

// The fields of an event in the order of their bytes, for Writer and Reader.
template <typename Fields, typename AnyEvent>
void Visit(Fields& fields, AnyEvent& event) {
  fields(event.registration, event.kind, event.phase, event.previous, event.current, event.merged,
         event.timestamp, event.hresult, event.detail);
}

bool IsSide(std::uint8_t state) noexcept { return state == 1 || state == 2; }

bool IsNotification(const RelayedEvent& event) noexcept {
  return event.phase >= 1 && event.phase <= 3 && IsSide(event.previous) && IsSide(event.current) &&
         event.merged >= 1 && event.merged <= kMergedLimit &&
         std::abs(event.timestamp) <= kLastTime && event.hresult == 0 &&
         (event.detail & 0xff & ~kPhaseBits) == 0;
}

// The fields that only a notification has are 0.
bool HasNoChange(const RelayedEvent& event) noexcept {
  return event.phase == 0 && event.previous == 0 && event.timestamp == 0;
}

bool IsSound(const RelayedEvent& event) noexcept {
  if (event.kind == RelayedEvent::Kind::kNotification) return IsNotification(event);
  if (!HasNoChange(event)) return false;
  switch (event.kind) {
    case RelayedEvent::Kind::kState:
      return event.current <= 3 && event.merged == 0 && event.hresult == 0;
    case RelayedEvent::Kind::kFailure:
      return event.current == 0 && event.merged == 0 && event.hresult < 0 &&
             event.detail <= RelayedEvent::kReadingFailed;
    case RelayedEvent::Kind::kReading:
      return event.current == 0 && event.hresult == 0;
    case RelayedEvent::Kind::kAccounts:
      return event.current == 0 && event.merged == 0 && event.hresult == 0 && event.detail == 0;
    default:
      return false;
  }
}

}  // namespace

EventsEncoder::EventsEncoder(Bytes& target) : target_(target), start_(target.size()) {
  const Envelope envelope(target, FrameType::kEvents);
}

EventsEncoder::~EventsEncoder() {
  if (count_ == 0) {
    target_.resize(start_);
  } else {
    Envelope::SetSize(target_, start_);
  }
}

void EventsEncoder::Add(const RelayedEvent& event) {
  Writer writer(target_);
  Visit(writer, event);
  ++count_;
}

std::optional<std::size_t> CountEvents(const Frame& frame) noexcept {
  if (frame.type != FrameType::kEvents || frame.size == 0 || frame.size % kEventSize != 0) {
    return std::nullopt;
  }
  return frame.size / kEventSize;
}

std::optional<RelayedEvent> DecodeEvent(const Frame& frame, std::size_t index) noexcept {
  Reader reader(frame.body + index * kEventSize, kEventSize);
  RelayedEvent event;
  Visit(reader, event);
  if (!IsSound(event)) return std::nullopt;
  return event;
}

}  // namespace rx_outlook::bridge

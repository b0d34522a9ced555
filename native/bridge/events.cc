#include <cmath>

#include "bridge/envelope.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::uint32_t kPhaseBits = 0xe;

// As far as a Date of JavaScript goes, in milliseconds.
constexpr double kLastTime = 8.64e15;

bool IsSide(std::uint8_t state) noexcept { return state == 1 || state == 2; }

bool IsNotification(const Event& event) noexcept {
  return event.phase >= 1 && event.phase <= 3 && IsSide(event.previous) && IsSide(event.current) &&
         event.merged >= 1 && event.merged <= kMergedLimit &&
         std::abs(event.timestamp) <= kLastTime && event.hresult == 0 &&
         (event.detail & 0xff & ~kPhaseBits) == 0;
}

// What a notification alone has.
bool HasNoChange(const Event& event) noexcept {
  return event.phase == 0 && event.previous == 0 && event.timestamp == 0;
}

bool IsSound(const Event& event) noexcept {
  if (event.kind == EventKind::kNotification) return IsNotification(event);
  if (!HasNoChange(event)) return false;
  switch (event.kind) {
    case EventKind::kState:
      return event.current <= 2 && event.merged == 0 && event.hresult == 0;
    case EventKind::kFailure:
      return event.current == 0 && event.merged == 0 && event.hresult < 0 &&
             event.detail <= kReadingFailed;
    case EventKind::kReading:
      return event.current == 0 && event.hresult == 0;
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

void EventsEncoder::Add(const Event& event) {
  Writer writer(target_);
  writer.Put(event.registration);
  writer.Put(static_cast<std::uint8_t>(event.kind));
  writer.Put(event.phase);
  writer.Put(event.previous);
  writer.Put(event.current);
  writer.Put(event.merged);
  writer.Put(event.timestamp);
  writer.Put(event.hresult);
  writer.Put(event.detail);
  ++count_;
}

std::optional<std::size_t> CountEvents(const Frame& frame) noexcept {
  if (frame.type != FrameType::kEvents || frame.size == 0 || frame.size % kEventSize != 0) {
    return std::nullopt;
  }
  return frame.size / kEventSize;
}

std::optional<Event> DecodeEvent(const Frame& frame, std::size_t index) noexcept {
  Reader reader(frame.body + index * kEventSize, kEventSize);
  Event event;
  event.registration = reader.Get<std::uint32_t>();
  event.kind = static_cast<EventKind>(reader.Get<std::uint8_t>());
  event.phase = reader.Get<std::uint8_t>();
  event.previous = reader.Get<std::uint8_t>();
  event.current = reader.Get<std::uint8_t>();
  event.merged = reader.Get<std::uint32_t>();
  event.timestamp = reader.GetDouble();
  event.hresult = reader.GetSigned();
  event.detail = reader.Get<std::uint32_t>();
  if (!IsSound(event)) return std::nullopt;
  return event;
}

}  // namespace rx_outlook::bridge

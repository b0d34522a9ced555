#include <doctest/doctest.h>

#include <cmath>

#include "test/bridge/frames.h"

using namespace rx_outlook::bridge;
using rx_outlook::RelayedEvent;
using Kind = RelayedEvent::Kind;
using rx_outlook::test::FramesOf;

namespace {

RelayedEvent MakeEvent(std::uint32_t registration) {
  RelayedEvent event;
  event.registration = registration;
  event.kind = Kind::kNotification;
  event.phase = 2;
  event.previous = 1;
  event.current = 2;
  event.merged = 3;
  event.timestamp = 1'795'304'126'973.5;
  event.detail = 4;
  return event;
}

bool operator==(const RelayedEvent& left, const RelayedEvent& right) {
  return left.registration == right.registration && left.kind == right.kind &&
         left.phase == right.phase && left.previous == right.previous &&
         left.current == right.current && left.merged == right.merged &&
         left.timestamp == right.timestamp && left.hresult == right.hresult &&
         left.detail == right.detail;
}

bool IsSound(const RelayedEvent& event) {
  Bytes bytes;
  EventsEncoder(bytes).Add(event);
  FrameBuffer buffer;
  const auto frames = FramesOf(buffer, bytes);
  return frames.size() == 1 && DecodeEvent(frames[0], 0).has_value();
}

}  // namespace

TEST_CASE("events arrive as they were sent, as many as fit into a frame, and none is no frame") {
  Bytes bytes;
  {
    const EventsEncoder nothing(bytes);
  }
  CHECK(bytes.empty());
  {
    EventsEncoder encoder(bytes);
    for (std::uint32_t i = 0; i < kEventsLimit; ++i) encoder.Add(MakeEvent(i));
  }
  CHECK(bytes.size() <= kFrameLimit);
  FrameBuffer buffer;
  const Frame frame = FramesOf(buffer, bytes).at(0);
  REQUIRE(CountEvents(frame) == kEventsLimit);
  for (std::uint32_t i = 0; i < kEventsLimit; ++i) {
    const auto event = DecodeEvent(frame, i);
    REQUIRE(event);
    CHECK(*event == MakeEvent(i));
  }
}

TEST_CASE("an event that no server of ours would send is malformed") {
  CHECK(IsSound(MakeEvent(1)));
  const auto with = [](auto change) {
    RelayedEvent event = MakeEvent(1);
    change(event);
    return event;
  };
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.phase = 0; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.phase = 4; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.previous = 0; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.current = 4; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.merged = 0; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.timestamp = std::nan(""); })));
  // The limits of a Date and of a count in JavaScript.
  CHECK(IsSound(with([](RelayedEvent& e) { e.timestamp = 8.64e15; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.timestamp = 8.65e15; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.timestamp = -1e300; })));
  CHECK(IsSound(with([](RelayedEvent& e) { e.merged = kMergedLimit; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.merged = kMergedLimit + 1; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.detail = 0x10; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.detail = 0x01; })));
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.hresult = -1; })));
  for (const int unknown : {0, 4, 6, 7, 9}) {
    RelayedEvent event;
    event.kind = static_cast<Kind>(unknown);
    CHECK_FALSE(IsSound(event));
  }
  CHECK_FALSE(IsSound(with([](RelayedEvent& e) { e.kind = Kind::kFailure; })));
}

TEST_CASE("an event with more than its kind has is malformed") {
  for (const auto kind : {Kind::kState, Kind::kReading, Kind::kFailure, Kind::kAccounts}) {
    RelayedEvent event;
    event.kind = kind;
    event.hresult = kind == Kind::kFailure ? -1 : 0;
    CHECK(IsSound(event));
    RelayedEvent changed = event;
    changed.phase = 1;
    CHECK_FALSE(IsSound(changed));
    changed = event;
    changed.timestamp = 1;
    CHECK_FALSE(IsSound(changed));
    changed = event;
    changed.merged = 1;
    CHECK(IsSound(changed) == (kind == Kind::kReading));
    changed = event;
    changed.current = 2;
    CHECK(IsSound(changed) == (kind == Kind::kState));
    changed = event;
    changed.hresult = kind == Kind::kFailure ? 0 : -1;
    CHECK_FALSE(IsSound(changed));
    changed = event;
    changed.detail = 2;
    CHECK(IsSound(changed) == (kind == Kind::kState || kind == Kind::kReading));
  }
}

// Contract 6: the content of a merged change.
#include "core/record.h"

#include <doctest/doctest.h>

#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

Record Change(std::uint8_t phase, std::uint8_t previous, std::uint8_t current, double timestamp) {
  static const Lane lane(nullptr, 7, 1);
  return MakeNotification(lane, phase, previous, current, timestamp);
}

}  // namespace

TEST_CASE("a merged change has the oldest previous and the newest current, phase and timestamp") {
  Record kept = Change(kChange, kOnline, kOffline, 10);
  Merge(kept, Change(kDone, kOffline, kOnline, 20));
  CHECK(kept.previous == kOnline);
  CHECK(kept.current == kOnline);
  CHECK(kept.phase == kDone);
  CHECK(kept.timestamp == 20);
}

TEST_CASE("a merged change counts its notifications, and lists their phases") {
  Record kept = Change(kStart, kOnline, kOffline, 1);
  Merge(kept, Change(kChange, kOnline, kOffline, 2));
  CHECK(kept.merged == 2);
  Record other = Change(kDone, kOnline, kOffline, 3);
  Merge(other, Change(kDone, kOffline, kOnline, 4));
  Merge(kept, other);
  CHECK(kept.merged == 4);
  CHECK(kept.detail == (PhaseBit(kStart) | PhaseBit(kChange) | PhaseBit(kDone)));
}

TEST_CASE("the count of a merged change stays in JavaScript's range") {
  Record kept = Change(kChange, kOnline, kOffline, 1);
  kept.merged = kMostMerged - 1;
  Merge(kept, Change(kChange, kOffline, kOnline, 2));
  CHECK(kept.merged == kMostMerged);
  Merge(kept, Change(kChange, kOnline, kOffline, 3));
  CHECK(kept.merged == kMostMerged);
  CHECK(kept.timestamp == 3);
}

TEST_CASE("a START never replaces a kept change or DONE, but is counted") {
  for (const std::uint8_t phase : {kChange, kDone}) {
    Record kept = Change(phase, kOnline, kOffline, 10);
    Merge(kept, Change(kStart, kOffline, kOnline, 20));
    CHECK(kept.phase == phase);
    CHECK(kept.current == kOffline);
    CHECK(kept.timestamp == 10);
    CHECK(kept.merged == 2);
    CHECK(kept.detail == (PhaseBit(phase) | PhaseBit(kStart)));
  }
}

TEST_CASE("a START replaces a kept START") {
  Record kept = Change(kStart, kOnline, kOffline, 10);
  Merge(kept, Change(kStart, kOffline, kOnline, 20));
  CHECK(kept.phase == kStart);
  CHECK(kept.previous == kOnline);
  CHECK(kept.current == kOnline);
  CHECK(kept.timestamp == 20);
}

TEST_CASE("a change replaces a kept START") {
  Record kept = Change(kStart, kOffline, kOnline, 10);
  Merge(kept, Change(kChange, kOffline, kOnline, 20));
  CHECK(kept.phase == kChange);
  CHECK(kept.current == kOnline);
}

TEST_CASE("a merged change keeps its registration and its kind") {
  Record kept = Change(kChange, kOnline, kOffline, 1);
  Merge(kept, Change(kChange, kOffline, kOnline, 2));
  CHECK(kept.slot == 7);
  CHECK(kept.generation == 1);
  CHECK(kept.kind == RecordKind::kNotification);
}

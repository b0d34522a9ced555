#include "core/backlog.h"

#include <doctest/doctest.h>

#include <vector>

#include "test/allocation.h"
#include "test/core/lane_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

Record Numbered(std::uint32_t slot, RecordKind kind = RecordKind::kNotification) {
  Record record{};
  record.slot = slot;
  record.kind = kind;
  return record;
}

std::vector<std::uint32_t> SlotsOf(const std::vector<Record>& records) {
  std::vector<std::uint32_t> slots;
  for (const Record& record : records) slots.push_back(record.slot);
  return slots;
}

using Slots = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("records are collected in order; past the bound, Push alone refuses them") {
  Rooms rooms(2);
  rooms.Produce([&](const Producing& locked) {
    CHECK(rooms.backlog.Push(locked, Numbered(1)));
    CHECK(rooms.backlog.Push(locked, Numbered(2)));
    CHECK_FALSE(rooms.backlog.Push(locked, Numbered(3)));
    rooms.backlog.PushPastBound(locked, Numbered(4));
    CHECK(rooms.backlog.TryPushPastBound(locked, Numbered(5)));
    CHECK(rooms.backlog.depth(locked) == 4);
  });
  CHECK(rooms.waker.wakes == 1);
  CHECK(SlotsOf(rooms.Collect()) == Slots{1, 2, 4, 5});
}

TEST_CASE("a new bound applies from the next record on") {
  Rooms rooms(1);
  rooms.Produce([&](const Producing& locked) {
    CHECK(rooms.backlog.Push(locked, Numbered(1)));
    rooms.backlog.SetBound(locked, 2);
    CHECK(rooms.backlog.Push(locked, Numbered(2)));
    rooms.backlog.SetBound(locked, 1);
    CHECK_FALSE(rooms.backlog.Push(locked, Numbered(3)));
  });
}

TEST_CASE("no record and no answer overtakes an answer that waits for memory") {
  Rooms rooms;
  rooms.Produce([&](const Producing& locked) {
    rooms.backlog.ExpectAnswers(locked, 2);
    {
      const Shortage shortage;
      rooms.backlog.PushAnswer(locked, Numbered(1, RecordKind::kAnswer));
    }
    CHECK_FALSE(rooms.backlog.Push(locked, Numbered(2)));
    rooms.backlog.PushAnswer(locked, Numbered(3, RecordKind::kAnswer));
  });
  CHECK(SlotsOf(rooms.Collect()) == Slots{1, 3});
}

TEST_CASE("answers need no memory beyond the reserved room, however many are reserved at once") {
  std::mutex mutex;
  const Locked locked(mutex);
  ReservedAnswers answers;
  answers.Reserve(locked, 3);
  answers.Reserve(locked, 2);
  {
    const Shortage shortage;
    for (std::uint32_t i = 0; i < 5; ++i) {
      answers.Arrived(locked);
      answers.Keep(locked, Numbered(i, RecordKind::kAnswer));
    }
  }
  CHECK(answers.size() == 5);
  answers.Close(locked);
  CHECK(answers.empty());
}

TEST_CASE("a reservation without memory throws and reserves nothing") {
  std::mutex mutex;
  const Locked locked(mutex);
  ReservedAnswers answers;
  const auto reserve_without_memory = [&] {
    const Shortage shortage;
    answers.Reserve(locked, 1);
  };
  CHECK_THROWS_AS(reserve_without_memory(), std::bad_alloc);
  answers.Reserve(locked, 1);
  {
    const Shortage shortage;
    answers.Keep(locked, Numbered(1, RecordKind::kAnswer));
  }
  CHECK(answers.size() == 1);
}

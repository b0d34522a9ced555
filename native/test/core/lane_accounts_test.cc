// Where the mark of a changed list of accounts stands among a lane's other records.
#include <doctest/doctest.h>

#include "test/allocation.h"
#include "test/core/lane_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

using Given = LaneGiven;

TEST_CASE("one mark at most waits, however often the list changes") {
  for (const bool is_full : {false, true}) {
    Given given(is_full);
    given.GoLive();
    for (int i = 0; i < 1'000; ++i) given.ChangeAccounts();
    CHECK(given.Found() == "A");
    for (int i = 0; i < 1'000; ++i) given.ChangeAccounts();
    CHECK(given.Found() == "A");
    CHECK(given.Found().empty());
  }
}

TEST_CASE("a mark that came before the snapshot follows it and what was held") {
  Given given(false);
  given.ChangeAccounts();
  given.Notify(kChange, 1);
  given.ChangeAccounts();
  CHECK(given.Found().empty());
  given.Begin();
  CHECK(given.Found() == "SNA");
}

TEST_CASE("a mark that came before the snapshot waits for room, and another with it") {
  Given given(true);
  given.ChangeAccounts();
  given.Begin();
  given.ChangeAccounts();
  CHECK(given.Found() == "SA");
}

TEST_CASE("an overflow before the snapshot brings no mark, and keeps it") {
  Given given(true);
  given.ChangeAccounts();
  given.DropChange();
  CHECK(given.Found() == "R");
  given.Begin();
  CHECK(given.Found() == "SAR");
}

TEST_CASE("a mark is in order with what has room") {
  Given given(false);
  given.GoLive();
  given.Notify(kChange, 1);
  given.ChangeAccounts();
  given.Notify(kChange, 2);
  given.ChangeAccounts();
  CHECK(given.Found() == "NAN");
}

TEST_CASE("the failure goes behind a mark, and a mark after it is none") {
  for (const bool is_full : {false, true}) {
    Given given(is_full);
    given.GoLive();
    given.ChangeAccounts();
    given.End();
    given.ChangeAccounts();
    CHECK(given.Found() == "AF");
  }
}

TEST_CASE("a mark of a lane whose snapshot never came is dropped") {
  for (const bool is_full : {false, true}) {
    Given given(is_full);
    given.ChangeAccounts();
    given.End();
    CHECK(given.Found() == "F");
  }
}

TEST_CASE("a mark is in the backlog's depth, needs no reading, and counts as no notification") {
  for (const bool is_full : {false, true}) {
    Given given(is_full);
    const auto depth = [&] {
      const Locked locked(given.mutex);
      return given.backlog.depth(locked);
    };
    given.ChangeAccounts();
    CHECK(depth() == 0);
    given.GoLive();
    CHECK(depth() == 1);
    CHECK(given.counts().received == 0);
    CHECK(given.Found() == "A");
    CHECK(depth() == 0);
    given.CloseBacklog();
    given.ChangeAccounts();
    CHECK(given.Found().empty());
    CHECK(given.counts().dropped == 0);
  }
}

TEST_CASE(
    "a mark for which there is no memory waits with its lane, which is let go of afterwards") {
  Given given(false);
  given.GoLive();
  {
    const Shortage shortage;
    given.ChangeAccounts();
    given.ChangeAccounts();
  }
  CHECK(given.owner->references() == 2);
  CHECK(given.Found() == "A");
  CHECK(given.owner->references() == 1);
}

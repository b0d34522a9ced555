// A lane by itself: the effect of each event in each stage, and the records that the consumer
// finds.
#include "core/lane.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "test/allocation.h"
#include "test/core/lane_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

using Given = LaneGiven;
using Step = void (*)(Given&);

// The stages, each with the step that leads to it. The step collects the records that it leaves,
// except in an overflowing stage: collecting ends the overflow.
struct Stage {
  const char* name;
  bool is_full;
  Step reach;
};

const Stage kWaiting{"waiting", false, [](Given&) {}};
const Stage kLive{"live", false, [](Given& given) {
                    given.GoLive();
                    given.Collect();
                  }};
const Stage kEnded{"ended", false, [](Given& given) {
                     given.End();
                     given.Collect();
                   }};
// The announcement of a reading finds no room.
const Stage kWaitingOverflowing{"waiting, overflowing", true,
                                [](Given& given) { given.DropChange(); }};
const Stage kLiveOverflowing{"live, overflowing", true, [](Given& given) {
                               given.GoLive();
                               given.Notify(kChange, 1);
                             }};
const Stage kEndedOverflowing{"ended, overflowing", true, [](Given& given) { given.End(); }};

struct Case {
  const char* event;
  Step act;
  struct Expected {
    const Stage& stage;
    const char* found;      // by the consumer afterwards, in order
    std::uint64_t dropped;  // by the event
    std::uint64_t merged;   // by the event
    std::uint64_t held;     // in the lane afterwards
  };
  std::vector<Expected> expected;
};

const std::vector<Case> kCases{
    {"a notification",
     [](Given& given) { given.Notify(kChange, 2); },
     {{kWaiting, "", 0, 0, 1},
      {kWaitingOverflowing, "R", 0, 0, 1},
      {kLive, "N", 0, 0, 0},
      {kLiveOverflowing, "N", 0, 1, 0},
      {kEnded, "", 1, 0, 0},
      {kEndedOverflowing, "F", 1, 0, 0}}},
    {"a change of no known state",
     [](Given& given) { given.DropChange(); },
     {{kWaiting, "R", 1, 0, 0},
      {kWaitingOverflowing, "R", 1, 0, 0},
      {kLive, "R", 1, 0, 0},
      {kLiveOverflowing, "NR", 1, 0, 0},
      {kEnded, "R", 1, 0, 0},
      {kEndedOverflowing, "FR", 1, 0, 0}}},
    {"the snapshot",
     [](Given& given) { given.Begin(); },
     {{kWaiting, "S", 0, 0, 0},
      {kWaitingOverflowing, "SR", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"a snapshot of the client's own",
     [](Given& given) { given.GoLive(); },
     {{kWaiting, "", 0, 0, 0},
      {kWaitingOverflowing, "R", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"the failure",
     [](Given& given) { given.End(); },
     {{kWaiting, "F", 0, 0, 0},
      {kWaitingOverflowing, "FR", 0, 0, 0},
      {kLive, "F", 0, 0, 0},
      {kLiveOverflowing, "NF", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"a reading that brings a state",
     [](Given& given) { CHECK_FALSE(given.Read()); },
     {{kLive, "RS", 1, 0, 0}, {kLiveOverflowing, "NS", 1, 0, 0}, {kEnded, "R", 1, 0, 0}}},
    {"a reading that brings nothing",
     [](Given& given) { CHECK_FALSE(given.ReadNothing()); },
     {{kLive, "R", 1, 0, 0}, {kLiveOverflowing, "N", 1, 0, 0}, {kEnded, "R", 1, 0, 0}}},
    {"a relayed notification that stands for three",
     [](Given& given) { given.Relay(); },
     {{kWaiting, "", 0, 2, 1},
      {kLive, "N", 0, 2, 0},
      {kLiveOverflowing, "N", 0, 3, 0},
      {kEnded, "", 1, 2, 0},
      {kEndedOverflowing, "F", 1, 2, 0}}},
    {"a relayed reading that is due",
     [](Given& given) { given.RelayReadingDue(); },
     {{kWaiting, "", 0, 0, 0},
      {kLive, "R", 0, 0, 0},
      {kLiveOverflowing, "NR", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"a relayed state",
     [](Given& given) { given.RelayState(); },
     {{kWaiting, "", 0, 0, 0},
      {kLive, "S", 0, 0, 0},
      {kLiveOverflowing, "NSR", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"a change of the list of accounts",
     [](Given& given) { given.ChangeAccounts(); },
     {{kWaiting, "", 0, 0, 0},
      {kWaitingOverflowing, "R", 0, 0, 0},
      {kLive, "A", 0, 0, 0},
      {kLiveOverflowing, "NA", 0, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "F", 0, 0, 0}}},
    {"the end of the queue",
     [](Given& given) { given.CloseBacklog(); },
     {{kWaiting, "", 0, 0, 0},
      {kWaitingOverflowing, "", 0, 0, 0},
      {kLive, "", 0, 0, 0},
      {kLiveOverflowing, "", 1, 0, 0},
      {kEnded, "", 0, 0, 0},
      {kEndedOverflowing, "", 0, 0, 0}}},
};

}  // namespace

TEST_CASE("each event has its effect on a lane in each stage") {
  for (const Case& one : kCases) {
    for (const Case::Expected& expected : one.expected) {
      CAPTURE(one.event);
      CAPTURE(expected.stage.name);
      Given given(expected.stage.is_full);
      expected.stage.reach(given);
      const Backlog::Counts before = given.counts();
      one.act(given);
      const Backlog::Counts after = given.counts();
      CHECK(given.Found() == expected.found);
      CHECK(after.dropped - before.dropped == expected.dropped);
      CHECK(after.merged - before.merged == expected.merged);
      CHECK(given.held() == expected.held);
      CHECK(given.owner->AddRef() == 2);  // the queue has no reference any more
      given.owner->Release();
    }
  }
}

TEST_CASE("a waiting lane puts its held records behind the snapshot, and a relayed state last") {
  Given given(false);
  given.Notify(kStart, 1);
  given.RelayState();
  given.Begin();
  CHECK(given.Found() == "SNSR");
  CHECK(given.held() == 0);
}

TEST_CASE("a later change replaces a relayed state, but a later START does not") {
  for (const auto& [phase, found] : {std::pair{kStart, "SNSR"}, std::pair{kChange, "SNR"}}) {
    Given given(false);
    given.RelayState();
    given.Notify(phase, 1);
    given.Begin();
    CHECK(given.Found() == found);
  }
}

TEST_CASE("a state that overflows is read again after a later change, but not after a START") {
  for (const auto& [phase, found] : {std::pair{kStart, "NS"}, std::pair{kChange, "NR"}}) {
    Given given(true);
    given.GoLive();
    CHECK_FALSE(given.Read());
    given.Notify(phase, 1);
    CHECK(given.Found() == found);
  }
}

TEST_CASE("the queue refers to a lane while the lane overflows, and no longer") {
  Given given(true);
  given.GoLive();
  const auto references = [&] {
    given.owner->AddRef();
    return given.owner->Release();
  };
  CHECK(references() == 1);
  given.Notify(kChange, 1);
  given.Notify(kChange, 2);
  CHECK(references() == 2);
  given.Collect();
  CHECK(references() == 1);
}

TEST_CASE("a lane frees its held records at its snapshot and at its failure") {
  for (const Step end :
       {Step([](Given& given) { given.Begin(); }), Step([](Given& given) { given.End(); })}) {
    // Threads of earlier tests may still end, and give back memory, too: so in one round of
    // several.
    bool holds = false;
    bool gives_back = false;
    for (int round = 0; round < 1'000 && !(holds && gives_back); ++round) {
      Given given(false);
      const std::size_t before = LiveBytes();
      for (int i = 0; i < 1'000; ++i) given.Notify(kChange, i);
      holds = LiveBytes() >= before + Lane::kHeldBound * sizeof(Record);
      end(given);
      given.Collect();
      gives_back = LiveBytes() == before;
    }
    CHECK(holds);
    CHECK(gives_back);
  }
}

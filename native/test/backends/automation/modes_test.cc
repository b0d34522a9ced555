#include "backends/automation/modes.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace rx_outlook::automation;

TEST_CASE("the documented modes up to 400 are offline, those from 500 are online") {
  for (const Mode mode : {100, 200, 300, 400}) CHECK(StateOf(mode) == MAPIOFFLINE_STATE_OFFLINE);
  for (const Mode mode : {500, 600, 700, 800}) CHECK(StateOf(mode) == MAPIOFFLINE_STATE_ONLINE);
}

TEST_CASE("without Exchange the state is one of its own, neither online nor offline") {
  CHECK(StateOf(olNoExchange) == rx_outlook::kNoExchangeState);
  CHECK((StateOf(olNoExchange) & MAPIOFFLINE_STATE_OFFLINE_MASK) == 0);
}

TEST_CASE("a mode that is not documented, or was not read, is neither state") {
  CHECK(StateOf(kUnreadMode) == kNeitherState);
  for (const Mode mode : {1, 450, 900, 1'000'000}) CHECK(StateOf(mode) == kNeitherState);
}

TEST_CASE("Outlook reconnects after a loss, not after Work Offline") {
  for (const Mode mode : {300, 400}) CHECK(IsReconnecting(mode));
  for (const Mode mode : {0, 100, 200, 500, 600, 700, 800}) CHECK_FALSE(IsReconnecting(mode));
}

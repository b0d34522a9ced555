#include "backends/automation/modes.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace rx_outlook::automation;

TEST_CASE("the documented modes up to 400 are offline, those from 500 are online") {
  for (const Mode mode : {100, 200, 300, 400}) CHECK(StateOf(mode) == MAPIOFFLINE_STATE_OFFLINE);
  for (const Mode mode : {500, 600, 700, 800}) CHECK(StateOf(mode) == MAPIOFFLINE_STATE_ONLINE);
}

TEST_CASE("no Exchange account, and a mode that is not documented, are neither state") {
  for (const Mode mode : {0, -1, 1, 450, 900, 1'000'000}) CHECK(StateOf(mode) == kNeitherState);
}

TEST_CASE("Outlook reconnects after a loss, not after Work Offline") {
  for (const Mode mode : {300, 400}) CHECK(IsReconnecting(mode));
  for (const Mode mode : {0, 100, 200, 500, 600, 700, 800}) CHECK_FALSE(IsReconnecting(mode));
}

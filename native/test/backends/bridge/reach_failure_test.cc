#include "backends/bridge/reach_failure.h"

#include <doctest/doctest.h>

#include <utility>

using namespace rx_outlook;
using bridge::Reached;

TEST_CASE("each failure to reach a server has an HRESULT and a sentence") {
  const std::pair<Reached, HRESULT> table[] = {
      {Reached::kNobody, ERR_OUTLOOK_NOT_RUNNING}, {Reached::kBusy, ERR_BRIDGE_NOT_ANSWERING},
      {Reached::kRefused, ERR_BRIDGE_NOT_TRUSTED}, {Reached::kLimit, ERR_OUT_OF_RESOURCES},
      {Reached::kNoPlace, ERR_BRIDGE_NO_PLACE},    {Reached::kFailed, ERR_BRIDGE_FAILED},
  };
  for (const auto& [reached, hr] : table) {
    Explanation why;
    CHECK(bridge::FailureOf({reached, "no server listens"}, why) == hr);
    CHECK(why.text ==
          (reached == Reached::kRefused
               ? "The bridge's server is not trusted: no server listens."
               : "Classic Outlook runs on Windows only, and no server of the bridge can be reached "
                 "here: no server listens."));
  }
}

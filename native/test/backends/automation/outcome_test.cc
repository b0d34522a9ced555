#include "backends/automation/outcome.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace rx_outlook::automation;

namespace {

Outcome Of(unsigned long hr) { return OutcomeOf(static_cast<HRESULT>(hr)); }

}  // namespace

TEST_CASE("a rejected call is repeated") {
  CHECK(OutcomeOf(kCallRejected) == Outcome::kBusy);
  CHECK(OutcomeOf(kRetryLater) == Outcome::kBusy);
}

TEST_CASE("an Outlook that has ended, or has disconnected its clients, is gone") {
  for (const unsigned long hr :
       {0x800706baul, 0x800706beul, 0x80010108ul, 0x800401fdul, 0x800706b5ul}) {
    CHECK(Of(hr) == Outcome::kGone);
  }
}

TEST_CASE("every other failure is Outlook's answer") {
  for (const unsigned long hr : {0x80040115ul, 0x80004005ul, 0x80020009ul, 0xa0040210ul}) {
    CHECK(Of(hr) == Outcome::kFailed);
  }
  CHECK(Of(0) == Outcome::kAnswered);
  CHECK(Of(1) == Outcome::kAnswered);
}

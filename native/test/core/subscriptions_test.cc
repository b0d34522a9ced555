// The registrations of one environment without a dispatcher. The test's thread acts as the
// backend's.
#include "core/subscriptions.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Given {
  OwnPtr<Registration> Make(std::uint32_t slot) {
    return OwnPtr<Registration>(
        MakeCom<Registration>(inbox.queue, RegistrationKey{slot, 1}, std::weak_ptr<StateReader>())
            .Get());
  }
  OwnPtr<Registration> Start(std::uint32_t slot) {
    auto registration = Make(slot);
    subscriptions.Start(thread, {}, registration, {u"Work"});
    return registration;
  }
  std::vector<std::string> TakeCalls() {
    std::vector<std::string> calls;
    outlook.calls.Update([&calls](auto& all) {
      calls = all;
      all.clear();
    });
    return calls;
  }

  FakeOutlook outlook;
  Inbox inbox;
  BackendThread thread{outlook.backend};
  Subscriptions subscriptions{inbox.queue};
};

using Calls = std::vector<std::string>;

}  // namespace

TEST_CASE("a start opens, asks for the capabilities, advises, and reads the state last") {
  Given given;
  given.outlook.next_token = 5;
  given.TakeCalls();
  const auto registration = given.Start(1);
  CHECK(given.TakeCalls() == Calls{"Open 4", "GetCapabilities", "Advise 0", "GetCurrentState"});
  const auto records = given.inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kState);
  CHECK(given.subscriptions.End(given.thread, registration->key()) == S_OK);
  CHECK(given.TakeCalls() == Calls{"Unadvise 0 5"});
  CHECK(given.outlook.objects == 0);
}

TEST_CASE("a registration is unadvised once, and an unknown registration never") {
  Given given;
  const auto registration = given.Start(1);
  CHECK(given.subscriptions.End(given.thread, registration->key()) == S_OK);
  CHECK(given.subscriptions.End(given.thread, registration->key()) == S_OK);
  CHECK(given.subscriptions.End(given.thread, {9, 9}) == S_OK);
  CHECK(given.outlook.CountOf("Unadvise") == 1);
}

TEST_CASE("a start that fails after Advise is unadvised, and its record names the failed call") {
  Given given;
  given.outlook.answers["GetCurrentState"] = E_FAIL;
  const auto registration = given.Start(1);
  CHECK(given.outlook.CountOf("Unadvise") == 1);
  CHECK(given.outlook.objects == 0);
  const auto records = given.inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kFailure);
  CHECK(records[0].detail == static_cast<std::uint32_t>(Operation::kGetCurrentState));
}

TEST_CASE("the state is read again for a current registration, and for no other") {
  Given given;
  const auto registration = given.Start(1);
  given.TakeCalls();
  given.subscriptions.ReadAgain(given.thread, registration->key());
  given.subscriptions.ReadAgain(given.thread, {1, 2});
  CHECK(given.TakeCalls() == Calls{"GetCurrentState"});
  given.subscriptions.EndAll(given.thread);
  given.subscriptions.ReadAgain(given.thread, registration->key());
  CHECK(given.TakeCalls() == Calls{"Unadvise 0 0"});
}

TEST_CASE("EndAll unadvises each registration, and a failed Unadvise is a fault") {
  Given given;
  given.outlook.answers["Unadvise"] = E_FAIL;
  for (std::uint32_t slot : {1u, 2u, 3u}) given.Start(slot);
  given.subscriptions.EndAll(given.thread);
  CHECK(given.outlook.CountOf("Unadvise") == 3);
  CHECK(given.outlook.objects == 0);
  const auto faults = given.inbox.queue->TakeFaults();
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].of.profile == u"Work");
  CHECK(faults[0].operation == Operation::kUnadvise);
  CHECK(faults[0].hr == E_FAIL);
}

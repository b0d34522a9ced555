// Planned failures and holds that several profiles share.
#include <doctest/doctest.h>

#include <memory>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using embedded::Faults;

namespace {

HRESULT Read(const Opened& opened) {
  ULONG state = 0;
  return opened.object->GetCurrentState(&state);
}

}  // namespace

TEST_CASE("a plan for a group applies to its first profile that is called") {
  const auto group = std::make_shared<Faults>();
  const Opened work(u"Work", group);
  const Opened home(u"Home", group);
  const Opened alone(u"Alone");
  CHECK(work.profile->group() == group);
  group->FailNext(Call::kGetCurrentState, E_FAIL);
  CHECK(alone.State() == kOnline);
  CHECK(Read(home) == E_FAIL);
  CHECK(work.State() == kOnline);
  ComPtr<IMAPIOfflineMgr> object;
  group->FailNext(Call::kOpen, E_ACCESSDENIED);
  CHECK(OpenObject(u"Work", object) == E_ACCESSDENIED);
  group->FailNext(Call::kChange, E_FAIL);
  home.Change(kOffline);
  work.Change(kOffline);
  CHECK(home.State() == kOnline);
  CHECK(work.State() == kOffline);
}

TEST_CASE("a profile's own plan applies before its group's") {
  const auto group = std::make_shared<Faults>();
  const Opened work(u"Work", group);
  group->FailNext(Call::kGetCurrentState, E_FAIL);
  work.profile->faults().FailNext(Call::kGetCurrentState, E_ACCESSDENIED);
  CHECK(Read(work) == E_ACCESSDENIED);
  CHECK(Read(work) == E_FAIL);
  CHECK(Read(work) == S_OK);
}

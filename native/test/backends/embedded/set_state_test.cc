#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;

TEST_CASE("SetCurrentState refuses each undocumented parameter") {
  const Opened work;
  const auto set = [&work](ULONG flags, ULONG mask, ULONG state, void* reserved = nullptr) {
    return work.object->SetCurrentState(flags, mask, state, reserved);
  };
  int reserved = 0;
  CHECK(set(1, 3, kOffline) == E_INVALIDARG);
  CHECK(set(MAPIOFFLINE_FLAG_BLOCK | 1, 3, kOffline) == E_INVALIDARG);
  for (const ULONG mask : {ULONG{0}, ULONG{1}, ULONG{2}, MAPIOFFLINE_STATE_ALL}) {
    CHECK(set(0, mask, kOffline) == E_INVALIDARG);
  }
  for (const ULONG state : {ULONG{0}, ULONG{3}, ULONG{4}, std::numeric_limits<ULONG>::max()}) {
    CHECK(set(0, 3, state) == E_INVALIDARG);
    CHECK(set(MAPIOFFLINE_FLAG_BLOCK, 3, state) == E_INVALIDARG);
  }
  CHECK(set(0, 3, kOffline, &reserved) == E_INVALIDARG);
  CHECK(work.State() == kOnline);
}

TEST_CASE("by default SetCurrentState returns before the change is complete") {
  const Opened work;
  Event entered;
  work.profile->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  CHECK(work.Set(kOffline) == S_OK);
  CHECK(entered.Wait());
  CHECK(work.State() == kOnline);
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  work.profile->faults().Release(Call::kChange, 1);
  CHECK(callback->AwaitCount(2));
  CHECK(work.State() == kOffline);
}

TEST_CASE("with FLAG_BLOCK SetCurrentState returns after the notification of DONE") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  const auto told = callback->told.Get();
  REQUIRE(told.size() == 3);
  CHECK(told[2].notify.NotifyType == kDone);
  CHECK(work.State() == kOffline);
  CHECK(work.Set(kOnline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
}

TEST_CASE("SetCurrentState returns E_PENDING while another change is under way") {
  const Opened work;
  Event entered;
  work.profile->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  CHECK(work.Set(kOffline) == S_OK);
  for (const ULONG state : {kOffline, kOnline}) {
    CHECK(work.Set(state) == E_PENDING);
    CHECK(work.Set(state, MAPIOFFLINE_FLAG_BLOCK) == E_PENDING);
  }
  CHECK(entered.Wait());
  CHECK(work.Set(kOnline) == E_PENDING);
  work.profile->faults().Release(Call::kChange, 1);
  work.Change(kOnline);  // after the held change
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
}

TEST_CASE(
    "SetCurrentState within Notify returns E_PENDING before DONE, and is accepted from DONE on") {
  const Opened work;
  Watched<std::vector<HRESULT>> answers;
  const auto callback = MakeCom<Recorder>([&](const MAPIOFFLINE_NOTIFY&) {
    const HRESULT hr = work.Set(kOnline);
    answers.Update([hr](auto& all) { all.push_back(hr); });
  });
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Set(kOffline) == S_OK);
  CHECK(callback->AwaitCount(6));
  const auto given = answers.Get();
  REQUIRE(given.size() == 6);
  CHECK(given[0] == E_PENDING);
  CHECK(given[1] == E_PENDING);
  CHECK(given[2] == S_OK);
  CHECK(given[3] == E_PENDING);
  CHECK(given[4] == E_PENDING);
  CHECK(given[5] == S_OK);  // already online
  CHECK(work.State() == kOnline);
}

TEST_CASE(
    "a blocking SetCurrentState within Notify returns E_PENDING, so no notification waits for "
    "another") {
  const Opened work;
  Watched<std::vector<HRESULT>> answers;
  const auto callback = MakeCom<Recorder>([&](const MAPIOFFLINE_NOTIFY&) {
    const HRESULT hr = work.Set(kOnline, MAPIOFFLINE_FLAG_BLOCK);
    answers.Update([hr](auto& all) { all.push_back(hr); });
  });
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Set(kOffline) == S_OK);
  CHECK(callback->AwaitCount(3));
  CHECK(answers.Get() == std::vector<HRESULT>(3, E_PENDING));
  CHECK(work.State() == kOffline);
}

TEST_CASE("a change from outside is also under way") {
  const Opened work;
  Event entered;
  Dropped done;
  work.profile->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  work.profile->ChangeAt(embedded::Notifier::Clock::now(), kOffline, done.Guard());
  CHECK(work.Set(kOffline) == E_PENDING);
  CHECK(entered.Wait());
  CHECK(work.Set(kOffline) == E_PENDING);
  work.profile->faults().Release(Call::kChange, 1);
  CHECK(done.Wait());
}

TEST_CASE("SetCurrentState to the current state returns S_OK and notifies nothing") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Set(kOnline) == S_OK);
  CHECK(work.Set(kOnline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  work.Change(kOffline);
  CHECK(callback->told.Get().size() == 3);
}

TEST_CASE("SetCurrentState to a state without its capability returns MAPI_E_NO_SUPPORT") {
  const Opened work;
  ULONG capabilities = 0;
  work.profile->SetCapabilities(MAPIOFFLINE_CAPABILITY_ONLINE);
  CHECK(work.object->GetCapabilities(&capabilities) == S_OK);
  CHECK(capabilities == MAPIOFFLINE_CAPABILITY_ONLINE);
  CHECK(work.Set(kOffline) == MAPI_E_NO_SUPPORT);
  CHECK(work.Set(kOnline) == S_OK);
  work.Change(kOffline);  // a change from outside needs no capability
  CHECK(work.Set(kOnline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  work.profile->SetCapabilities(0);
  CHECK(work.Set(kOffline) == MAPI_E_NO_SUPPORT);
}

TEST_CASE("a change abandoned between START and the new state changes nothing") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  work.profile->faults().FailNext(Call::kChange, E_FAIL);
  work.Change(kOffline);
  const auto told = callback->told.Get();
  REQUIRE(told.size() == 1);
  CHECK(told[0].notify.NotifyType == kStart);
  CHECK(work.State() == kOnline);
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
}

// The failures and holds that a test of an application can plan for the next calls.
#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using embedded::Faults;

namespace {

HRESULT ListAccounts(const std::u16string& profile) {
  std::unique_ptr<Opener> opener;
  std::vector<AccountInfo> accounts;
  Explanation why;
  REQUIRE(embedded::kBackend.enter(opener, why) == S_OK);
  return opener->Accounts(profile, accounts, why);
}

HRESULT Make(const Opened& work, const ComPtr<Recorder>& callback, Call call) {
  ULONG value = 0;
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  ComPtr<IMAPIOfflineMgr> object;
  switch (call) {
    case Call::kOpen:
      return OpenObject(work.profile->name(), object);
    case Call::kGetCapabilities:
      return work.object->GetCapabilities(&value);
    case Call::kAdvise:
      return work.object->Advise(0, &info, &value);
    case Call::kUnadvise:
      return work.object->Unadvise(0, 0);
    case Call::kGetCurrentState:
      return work.object->GetCurrentState(&value);
    case Call::kSetCurrentState:
      return work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK);
    case Call::kListAccounts:
      return ListAccounts(work.profile->name());
    case Call::kChange:
      break;
  }
  return E_UNEXPECTED;
}

constexpr Call kClientCalls[] = {Call::kOpen,        Call::kGetCapabilities, Call::kAdvise,
                                 Call::kUnadvise,    Call::kGetCurrentState, Call::kSetCurrentState,
                                 Call::kListAccounts};

}  // namespace

TEST_CASE("each call can be made to fail once, and succeeds the next time") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  for (const Call call : kClientCalls) {
    CAPTURE(embedded::kCallNames[static_cast<std::size_t>(call)]);
    work.profile->faults().FailNext(call, E_ACCESSDENIED);
    CHECK(Make(work, callback, call) == E_ACCESSDENIED);
    CHECK(Make(work, callback, call) == S_OK);
  }
  CHECK(work.profile->counters().registrations == 0);
  CHECK(work.profile->counters().references == 1);
  CHECK(callback->references() == 1);
}

TEST_CASE("failures queue up in order, each for its own kind of call") {
  const Opened work;
  Faults& faults = work.profile->faults();
  faults.FailNext(Call::kGetCapabilities, E_FAIL);
  faults.FailNext(Call::kGetCurrentState, E_ACCESSDENIED);
  faults.FailNext(Call::kGetCurrentState, E_OUTOFMEMORY);
  const auto callback = MakeCom<Recorder>();
  CHECK(Make(work, callback, Call::kGetCurrentState) == E_ACCESSDENIED);
  CHECK(Make(work, callback, Call::kGetCurrentState) == E_OUTOFMEMORY);
  CHECK(Make(work, callback, Call::kGetCurrentState) == S_OK);
  CHECK(Make(work, callback, Call::kGetCapabilities) == E_FAIL);
}

TEST_CASE("each call can be held, and continues when it is released") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  for (const Call call : kClientCalls) {
    CAPTURE(embedded::kCallNames[static_cast<std::size_t>(call)]);
    Event entered;
    Event returned;
    const auto hold = work.profile->faults().HoldNext(call, [&entered] { entered.Set(); });
    HRESULT answer = E_UNEXPECTED;
    std::thread caller([&] {
      answer = Make(work, callback, call);
      returned.Set();
    });
    CHECK(entered.Wait());
    CHECK_FALSE(returned.IsSet());
    work.profile->faults().Release(call, hold);
    caller.join();
    CHECK(answer == S_OK);
  }
}

TEST_CASE("the captures of a hold's callback are destroyed before the call is released") {
  const Opened work;
  Dropped notice;
  work.profile->faults().HoldNext(Call::kGetCurrentState, [guard = notice.Guard()] {});
  std::thread caller([&work] { CHECK(work.State() == kOnline); });
  CHECK(notice.Wait());
  work.profile->faults().Release(Call::kGetCurrentState, 1);
  caller.join();
}

TEST_CASE("a held call can fail as well") {
  const Opened work;
  Event entered;
  work.profile->faults().HoldNext(Call::kGetCurrentState, [&entered] { entered.Set(); });
  work.profile->faults().FailNext(Call::kGetCurrentState, E_FAIL);
  HRESULT answer = S_OK;
  std::thread caller([&] {
    ULONG state = 0;
    answer = work.object->GetCurrentState(&state);
  });
  CHECK(entered.Wait());
  work.profile->faults().Release(Call::kGetCurrentState, 1);
  caller.join();
  CHECK(answer == E_FAIL);
}

TEST_CASE("several holds are reached in order and released in any order") {
  const Opened work;
  Faults& faults = work.profile->faults();
  std::array<std::size_t, 2> holds{};
  std::array<Event, 2> entered;
  std::array<Event, 2> left;
  std::vector<std::thread> callers;
  for (std::size_t i : {0u, 1u}) {
    holds.at(i) =
        faults.HoldNext(Call::kGetCurrentState, [&event = entered.at(i)] { event.Set(); });
  }
  for (std::size_t i : {0u, 1u}) {
    callers.emplace_back([&work, &event = left.at(i)] {
      CHECK(work.State() == kOnline);
      event.Set();
    });
    CHECK(entered.at(i).Wait());
  }
  CHECK(work.State() == kOnline);  // the third call has no plan
  faults.Release(Call::kGetCurrentState, holds[1]);
  CHECK(left[1].Wait());
  CHECK_FALSE(left[0].IsSet());
  faults.Release(Call::kGetCurrentState, holds[0]);
  for (std::thread& caller : callers) caller.join();
}

TEST_CASE("Release cancels a hold that no call has reached, and does nothing for a finished one") {
  const Opened work;
  Faults& faults = work.profile->faults();
  Dropped first;
  Dropped second;
  const auto hold = faults.HoldNext(Call::kGetCurrentState, [guard = first.Guard()] {});
  faults.HoldNext(Call::kGetCurrentState, [guard = second.Guard()] {});
  faults.Release(Call::kGetCurrentState, hold);
  CHECK(first.Wait());
  faults.Release(Call::kGetCurrentState, hold);
  Event returned;
  std::thread caller([&work, &returned] {
    CHECK(work.State() == kOnline);
    returned.Set();
  });
  CHECK(second.Wait());  // not cancelled with the first hold
  CHECK_FALSE(returned.IsSet());
  faults.ReleaseAll();
  caller.join();
}

TEST_CASE("ReleaseAll releases held calls and cancels the holds that no call has reached") {
  const Opened work;
  Faults& faults = work.profile->faults();
  Event entered;
  Dropped unmet;
  faults.HoldNext(Call::kGetCurrentState, [&entered] { entered.Set(); });
  faults.HoldNext(Call::kAdvise, [guard = unmet.Guard()] {});
  std::thread caller([&work] { CHECK(work.State() == kOnline); });
  CHECK(entered.Wait());
  faults.ReleaseAll();
  caller.join();
  CHECK(unmet.Wait());
  CHECK(work.Advise(MakeCom<Recorder>()) == 0);
}

TEST_CASE("the threads that call an object are counted") {
  const Opened work;
  CHECK(work.State() == kOnline);
  const auto callers = work.profile->counters().calling_threads;
  CHECK(callers == 1);
  std::thread([&work] { CHECK(work.State() == kOnline); }).join();
  CHECK(work.profile->counters().calling_threads == 2);
}

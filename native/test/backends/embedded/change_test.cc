// A change of the state, as a client sees it.
#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

std::vector<ULONG> PhasesOf(const ComPtr<Recorder>& callback) {
  std::vector<ULONG> phases;
  for (const Recorder::Told& told : callback->told.Get()) phases.push_back(told.notify.NotifyType);
  return phases;
}

}  // namespace

TEST_CASE("a new profile is online, with both capabilities") {
  const Opened work;
  CHECK(work.State() == MAPIOFFLINE_STATE_ONLINE);
  ULONG capabilities = 0;
  CHECK(work.object->GetCapabilities(&capabilities) == S_OK);
  CHECK(capabilities == (MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE));
}

TEST_CASE("a question without an out parameter is an invalid argument") {
  const Opened work;
  CHECK(work.object->GetCapabilities(nullptr) == E_INVALIDARG);
  CHECK(work.object->GetCurrentState(nullptr) == E_INVALIDARG);
}

TEST_CASE("a change is START, CHANGE, DONE, with the new state from CHANGE on") {
  const Opened work;
  std::vector<ULONG> states;
  const auto callback =
      MakeCom<Recorder>([&](const MAPIOFFLINE_NOTIFY&) { states.push_back(work.State()); });
  CHECK(work.Advise(callback) == 0);
  work.Change(kOffline);
  CHECK(PhasesOf(callback) == std::vector<ULONG>{kStart, kChange, kDone});
  CHECK(states == std::vector<ULONG>{kOnline, kOffline, kOffline});
}

TEST_CASE("Notify is called on one thread, never the caller's") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Set(kOffline) == S_OK);
  CHECK(callback->AwaitCount(3));
  work.Change(kOnline);
  const auto told = callback->told.Get();
  REQUIRE(told.size() == 6);
  for (const Recorder::Told& one : told) {
    CHECK(one.thread != std::this_thread::get_id());
    CHECK(one.thread == told.front().thread);
  }
}

TEST_CASE("a change to the current state notifies nothing") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  work.Change(kOnline);
  CHECK(callback->told.Get().empty());
}

TEST_CASE("a callback advised within a START receives the rest of the change") {
  const Opened work;
  const auto late = MakeCom<Recorder>();
  const auto callback = MakeCom<Recorder>([&](const MAPIOFFLINE_NOTIFY& notify) {
    if (notify.NotifyType == kStart) CHECK(work.Advise(late) == 1);
  });
  CHECK(work.Advise(callback) == 0);
  work.Change(kOffline);
  CHECK(PhasesOf(late) == std::vector<ULONG>{kChange, kDone});
}

TEST_CASE("a raw state can have any bits, and is not notified") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  work.profile->SetRawState(0x003f0340 | kOnline);
  CHECK(work.State() == (0x003f0340 | kOnline));
  CHECK(callback->told.Get().empty());
}

TEST_CASE("a notification with any content can be sent to every registration") {
  const Opened work;
  const auto one = MakeCom<Recorder>();
  const auto other = MakeCom<Recorder>();
  CHECK(work.Advise(one, 7) == 0);
  CHECK(work.Advise(other, 8) == 1);
  work.profile->NotifyAll(MakeNotify(99, 0, 3, 0x40));
  for (const auto& [callback, token] : {std::pair{one, 7U}, std::pair{other, 8U}}) {
    const auto told = callback->told.Get();
    REQUIRE(told.size() == 1);
    CHECK(told[0].notify.NotifyType == 99);
    CHECK(told[0].notify.ulClientToken == token);
    CHECK(told[0].notify.Info.StateChange.ulMask == 0x40);
    CHECK(told[0].thread == std::this_thread::get_id());
  }
}

TEST_CASE("a change during Advise is notified before Advise returns") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  work.profile->DuringAdvise(kOffline);
  CHECK(work.Advise(callback) == 0);
  CHECK(PhasesOf(callback) == std::vector<ULONG>{kStart, kChange, kDone});
  CHECK(work.State() == kOffline);
  CHECK(work.Advise(MakeCom<Recorder>()) == 1);  // once only
  CHECK(callback->told.Get().size() == 3);
}

TEST_CASE("a change during Unadvise is still notified to its callback") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  const ULONG token = work.Advise(callback);
  work.profile->DuringUnadvise(kOffline);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  CHECK(PhasesOf(callback) == std::vector<ULONG>{kStart, kChange, kDone});
  CHECK(callback->references() == 1);
}

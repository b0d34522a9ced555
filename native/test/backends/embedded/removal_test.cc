// The removal of a profile that has clients.
#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using embedded::RemoveProfile;

TEST_CASE("Gone is called once for each registration") {
  const Opened work;
  const auto one = MakeCom<Recorder>();
  const auto other = MakeCom<Recorder>();
  CHECK(work.Advise(one) == 0);
  CHECK(work.Advise(other) == 1);
  RemoveProfile(work.profile);
  RemoveProfile(work.profile);
  const std::vector<HRESULT> once{MAPI_E_OBJECT_DELETED};
  CHECK(one->gone.Get() == once);
  CHECK(other->gone.Get() == once);
}

TEST_CASE("a callback without IOfflineObjectGone is not called") {
  class Plain final : public ComObject<Plain, IMAPIOfflineNotify> {
   public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}
  };
  const Opened work;
  const auto callback = MakeCom<Plain>();
  auto info = AdviseInfo(callback.Get());
  ULONG token = 0;
  CHECK(work.object->Advise(0, &info, &token) == S_OK);
  RemoveProfile(work.profile);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  CHECK(callback->references() == 1);
}

TEST_CASE("after the removal every call except Unadvise returns MAPI_E_OBJECT_DELETED") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  const ULONG token = work.Advise(callback);
  RemoveProfile(work.profile);
  ULONG value = 0;
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  CHECK(work.object->GetCapabilities(&value) == MAPI_E_OBJECT_DELETED);
  CHECK(work.object->GetCurrentState(&value) == MAPI_E_OBJECT_DELETED);
  CHECK(work.Set(kOffline) == MAPI_E_OBJECT_DELETED);
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == MAPI_E_OBJECT_DELETED);
  CHECK(work.object->Advise(0, &info, &value) == MAPI_E_OBJECT_DELETED);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  CHECK(callback->references() == 1);
}

TEST_CASE("the name is free at once, and the old object does not see the new profile") {
  const Opened old;
  RemoveProfile(old.profile);
  ComPtr<IMAPIOfflineMgr> object;
  CHECK(OpenObject(u"Work", object) == MAPI_E_NOT_FOUND);
  const Opened fresh;
  CHECK(fresh.State() == kOnline);
  ULONG state = 0;
  CHECK(old.object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("a change that is held when its profile is removed ends after its START") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  Event entered;
  work.profile->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  Dropped done;
  work.profile->ChangeAt(embedded::Notifier::Clock::now(), kOffline, done.Guard());
  CHECK(entered.Wait());
  RemoveProfile(work.profile);
  CHECK(done.Wait());
  CHECK(callback->told.Get().size() == 1);
}

TEST_CASE("a caller waiting for its change returns when the profile is removed") {
  const Opened work;
  const Opened other(u"Other");
  // The notifier's only thread is held by another profile, so the change cannot start.
  Event entered;
  other.profile->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  CHECK(other.Set(kOffline) == S_OK);
  CHECK(entered.Wait());
  HRESULT answer = S_OK;
  std::thread caller([&] { answer = work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK); });
  // Repeated: no event shows when the caller's change is accepted.
  while (work.Set(kOnline) != E_PENDING) std::this_thread::yield();
  RemoveProfile(work.profile);
  other.profile->faults().Release(Call::kChange, 1);
  caller.join();
  CHECK(answer == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("a profile can be removed within its own Notify") {
  const Opened work;
  const auto callback =
      MakeCom<Recorder>([&work](const MAPIOFFLINE_NOTIFY&) { RemoveProfile(work.profile); });
  CHECK(work.Advise(callback) == 0);
  work.Change(kOffline);
  CHECK(callback->told.Get().size() == 1);
  CHECK(callback->gone.Get().size() == 1);
}

TEST_CASE("a held call is released when its profile is removed") {
  const Opened work;
  Event entered;
  work.profile->faults().HoldNext(Call::kGetCurrentState, [&entered] { entered.Set(); });
  HRESULT answer = S_OK;
  std::thread caller([&] {
    ULONG state = 0;
    answer = work.object->GetCurrentState(&state);
  });
  CHECK(entered.Wait());
  RemoveProfile(work.profile);
  caller.join();
  CHECK(answer == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("an open that is held while its profile is removed finds no profile") {
  const Opened work;
  Event entered;
  work.profile->faults().HoldNext(Call::kOpen, [&entered] { entered.Set(); });
  HRESULT answer = S_OK;
  std::thread caller([&answer] {
    ComPtr<IMAPIOfflineMgr> object;
    answer = OpenObject(u"Work", object);
  });
  CHECK(entered.Wait());
  RemoveProfile(work.profile);
  caller.join();
  CHECK(answer == MAPI_E_NOT_FOUND);
  CHECK(work.profile->counters().references == 1);
}

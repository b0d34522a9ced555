#include <doctest/doctest.h>

#include <vector>

#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

HRESULT TryAdvise(const Opened& work, MAPIOFFLINE_ADVISEINFO* info, ULONG flags = 0) {
  ULONG token = 0;
  return work.object->Advise(flags, info, &token);
}

// A COM object without IMAPIOfflineNotify.
class Stranger final : public ComObject<Stranger, IOfflineObjectGone> {
 public:
  void STDMETHODCALLTYPE Gone(HRESULT) noexcept override {}
};

}  // namespace

TEST_CASE("Advise refuses each unsupported parameter, and takes no reference") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  const auto refused = [&](auto spoil) {
    auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
    spoil(info);
    return TryAdvise(work, &info) == E_INVALIDARG;
  };
  using Info = MAPIOFFLINE_ADVISEINFO;
  CHECK(refused([](Info& info) { info.ulSize = 0; }));
  CHECK(refused([](Info& info) { info.ulSize = sizeof(info) - 1; }));
  CHECK(refused([](Info& info) { info.CallbackType = static_cast<MAPIOFFLINE_CALLBACK_TYPE>(1); }));
  CHECK(refused([](Info& info) { info.pCallback = nullptr; }));
  CHECK(refused([](Info& info) { info.ulAdviseTypes = 0; }));
  CHECK(refused([](Info& info) { info.ulAdviseTypes = 3; }));
  CHECK(refused([](Info& info) { info.ulStateMask = MAPIOFFLINE_STATE_OFFLINE_MASK; }));
  CHECK(refused([](Info& info) { info.ulStateMask = 0; }));
  CHECK(TryAdvise(work, nullptr) == E_INVALIDARG);
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  CHECK(TryAdvise(work, &info, 1) == E_INVALIDARG);
  CHECK(work.object->Advise(0, &info, nullptr) == E_INVALIDARG);
  CHECK(callback->references() == 1);
  CHECK(work.profile->counters().advises == 0);
}

TEST_CASE("Advise returns E_NOINTERFACE for a callback that is not an IMAPIOfflineNotify") {
  const Opened work;
  const auto stranger = MakeCom<Stranger>();
  auto info = AdviseInfo(stranger.Get());
  CHECK(TryAdvise(work, &info) == E_NOINTERFACE);
  CHECK(stranger->references() == 1);
}

TEST_CASE("Advise takes a reference to the callback, and Unadvise releases it") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  const ULONG token = work.Advise(callback);
  CHECK(callback->references() == 2);
  work.Change(kOffline);
  CHECK(work.object->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token) == S_OK);
  CHECK(callback->references() == 1);
}

TEST_CASE("tokens are distinct and start at 0, also for one callback advised twice") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Advise(callback) == 1);
  CHECK(work.object->Unadvise(0, 0) == S_OK);
  CHECK(work.Advise(callback) == 2);
  CHECK(work.profile->counters().registrations == 2);
}

TEST_CASE("Unadvise refuses a flag, an unknown token and a used token") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  const ULONG token = work.Advise(callback);
  CHECK(work.object->Unadvise(1, token) == E_INVALIDARG);
  CHECK(work.object->Unadvise(0, token + 1) == E_INVALIDARG);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  CHECK(work.object->Unadvise(0, token) == E_INVALIDARG);
  const auto counters = work.profile->counters();
  CHECK(counters.advises == 1);
  CHECK(counters.unadvises == 1);
  CHECK(counters.registrations == 0);
}

TEST_CASE("a notification has its client's token and every member set") {
  const Opened work;
  const auto one = MakeCom<Recorder>();
  const auto other = MakeCom<Recorder>();
  CHECK(work.Advise(one, 0xabc) == 0);
  CHECK(work.Advise(other, 0xffffffff) == 1);
  work.Change(kOffline);
  for (const auto& [callback, token] : {std::pair{one, 0xabcU}, std::pair{other, 0xffffffffU}}) {
    const auto told = callback->told.Get();
    REQUIRE(told.size() == 3);
    for (const Recorder::Told& one_told : told) {
      const MAPIOFFLINE_NOTIFY& notify = one_told.notify;
      CHECK(notify.ulSize == sizeof(MAPIOFFLINE_NOTIFY));
      CHECK(notify.ulClientToken == token);
      CHECK(notify.Info.StateChange.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK);
      CHECK(notify.Info.StateChange.ulStateOld == kOnline);
      CHECK(notify.Info.StateChange.ulStateNew == kOffline);
    }
  }
}

TEST_CASE("a callback receives no notification after Unadvise") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  CHECK(work.object->Unadvise(0, work.Advise(callback)) == S_OK);
  work.Change(kOffline);
  CHECK(callback->told.Get().empty());
}

TEST_CASE("a callback can unadvise itself and others within Notify") {
  const Opened work;
  std::vector<HRESULT> answers;
  const auto callback = MakeCom<Recorder>([&](const MAPIOFFLINE_NOTIFY& notify) {
    if (notify.NotifyType != kStart) return;
    for (const ULONG token : {0U, 1U}) answers.push_back(work.object->Unadvise(0, token));
  });
  const auto other = MakeCom<Recorder>();
  CHECK(work.Advise(callback) == 0);
  CHECK(work.Advise(other) == 1);
  work.Change(kOffline);
  CHECK(answers == std::vector<HRESULT>{S_OK, S_OK});
  CHECK(callback->told.Get().size() == 1);
  CHECK(other->told.Get().size() == 1);  // the START was already under way
  CHECK(callback->references() == 1);
  CHECK(other->references() == 1);
}

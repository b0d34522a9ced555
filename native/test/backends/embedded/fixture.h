// A profile of the embedded Outlook for one test, and a client's calls. The test's thread; no lock.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "backends/embedded/notifier.h"
#include "backends/embedded/outlook.h"
#include "test/fakes.h"

namespace rx_outlook::test {

inline LPCWSTR Wide(const std::u16string& text) { return reinterpret_cast<LPCWSTR>(text.c_str()); }

inline HRESULT OpenObject(const std::u16string& name, ComPtr<IMAPIOfflineMgr>& object) {
  return embedded::HrOpenOfflineObj(0, Wide(name), &GUID_GlobalState, nullptr, object.Put());
}

inline MAPIOFFLINE_ADVISEINFO AdviseInfo(IUnknown* callback, ULONG client_token = 0) {
  MAPIOFFLINE_ADVISEINFO info{};
  info.ulSize = sizeof(info);
  info.ulClientToken = client_token;
  info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
  info.pCallback = callback;
  info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
  info.ulStateMask = MAPIOFFLINE_STATE_ALL;
  return info;
}

// Is set when the last copy of its guard is destroyed. Any thread.
class Dropped {
 public:
  [[nodiscard]] std::shared_ptr<void> Guard() {
    return {nullptr, [this](void*) { dropped_.Set(); }};
  }
  [[nodiscard]] bool Wait() const { return dropped_.Wait(); }
  [[nodiscard]] bool IsDropped() const { return dropped_.IsSet(); }

 private:
  Event dropped_;
};

// A new profile, and its offline object.
struct Opened {
  explicit Opened(const std::u16string& name = u"Work",
                  std::shared_ptr<embedded::Faults> group = std::make_shared<embedded::Faults>())
      : profile(embedded::CreateProfile(name, std::move(group))) {
    REQUIRE(profile != nullptr);
    REQUIRE(OpenObject(name, object) == S_OK);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { embedded::RemoveProfile(profile); }

  [[nodiscard]] ULONG Advise(const ComPtr<Recorder>& callback, ULONG client_token = 0) const {
    auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()), client_token);
    ULONG token = 0;
    REQUIRE(object->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token) == S_OK);
    return token;
  }
  [[nodiscard]] HRESULT Set(ULONG state, ULONG flags = MAPIOFFLINE_FLAG_DEFAULT) const {
    return object->SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
  }
  [[nodiscard]] ULONG State() const {
    ULONG state = 0;
    CHECK(object->GetCurrentState(&state) == S_OK);
    return state;
  }
  // Changes the state and waits until its last Notify has returned.
  void Change(ULONG state) const {
    Dropped told;
    profile->ChangeAt(embedded::Notifier::Clock::now(), state, told.Guard());
    CHECK(told.Wait());
  }

  const std::shared_ptr<embedded::Profile> profile;
  ComPtr<IMAPIOfflineMgr> object;
};

}  // namespace rx_outlook::test

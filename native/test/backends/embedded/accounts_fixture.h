// A profile of the embedded Outlook with accounts, and a client of one of them. The test's thread;
// no lock.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "test/backends/embedded/fixture.h"

namespace rx_outlook::test {

// A callback that counts the changes of the list and its ends, and may do something in a change.
// Allocates nothing.
class Listener final
    : public ComObject<Listener, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  explicit Listener(std::function<void()> during = nullptr) : during_(std::move(during)) {}
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}
  void STDMETHODCALLTYPE Gone(HRESULT) noexcept override { ++ends; }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    if (during_) during_();
    ++changes;
  }
  std::atomic<int> changes{0};
  std::atomic<int> ends{0};

 private:
  const std::function<void()> during_;
};

inline std::unique_ptr<Opener> EnterEmbedded() {
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(embedded::kBackend.enter(opener, why) == S_OK);
  return opener;
}

// A new account of a profile, and its offline object.
struct OpenedAccount {
  explicit OpenedAccount(const Opened& profile, const std::u16string& name = u"alice")
      : state(profile.profile->AddAccount(name)) {
    REQUIRE(state != nullptr);
    Explanation why;
    REQUIRE(EnterEmbedded()->Open({profile.profile->name(), name}, object.Put(), why) == S_OK);
  }

  [[nodiscard]] ULONG Advise(const ComPtr<Recorder>& callback) const {
    auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
    ULONG token = 0;
    REQUIRE(object->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token) == S_OK);
    return token;
  }
  [[nodiscard]] HRESULT Set(ULONG wanted, ULONG flags = MAPIOFFLINE_FLAG_BLOCK) const {
    return object->SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK, wanted, nullptr);
  }
  [[nodiscard]] ULONG State() const {
    ULONG now = 0;
    CHECK(object->GetCurrentState(&now) == S_OK);
    return now;
  }
  // Changes the state like its mail server, and waits until the last Notify has returned.
  void Change(ULONG wanted) const {
    Dropped told;
    state->ChangeAt(embedded::Notifier::Clock::now(), wanted, told.Guard());
    CHECK(told.Wait());
  }

  const std::shared_ptr<embedded::Profile> state;
  ComPtr<IMAPIOfflineMgr> object;
};

// Each Notify: its phase, the state before and the state after.
inline std::vector<std::string> Heard(const Recorder& recorder) {
  std::vector<std::string> heard;
  for (const Recorder::Told& told : recorder.told.Get()) {
    const auto& change = told.notify.Info.StateChange;
    const auto state = [](ULONG value) { return value == kOnline ? "online" : "offline"; };
    const char* const phases[] = {"?", "start", "change", "done"};
    heard.push_back(std::string(phases[told.notify.NotifyType]) + " " + state(change.ulStateOld) +
                    " " + state(change.ulStateNew));
  }
  return heard;
}

inline const std::vector<std::string> kWentOffline{"start online offline", "change online offline",
                                                   "done online offline"};
inline const std::vector<std::string> kCameBack{"start offline online", "change offline online",
                                                "done offline online"};

}  // namespace rx_outlook::test

// A client of the backend "automation" in the tests against the stand-in: an environment, an
// object's callback, and what both have heard. The test's thread unless stated; Watched has its own
// mutex.
#pragma once

#include <windows.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "automation_standin.h"
#include "backends/automation/opener.h"
#include "backends/automation/outlook.h"
#include "core/advise_token.h"
#include "tally.h"
#include "test/fake_outlook.h"

namespace rx_outlook::test {

using Clock = std::chrono::steady_clock;

// The stand-in, OUTLOOK.EXE. Set before the first check.
inline std::wstring program;

inline std::string Hex(HRESULT hr) {
  char text[11];
  std::snprintf(text, sizeof(text), "0x%08X", static_cast<unsigned>(hr));
  return text;
}

inline bool CheckResult(HRESULT hr, HRESULT expected, const std::string& what) {
  return Check(hr == expected, what + " is " + Hex(expected) + " (it was " + Hex(hr) + ")");
}

inline double Since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// The callback of a registration. Called on any thread.
class Listener final
    : public ComObject<Listener, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  struct Heard {
    std::vector<MAPIOFFLINE_NOTIFY> notified;
    std::vector<HRESULT> gone;
    int lists = 0;
  };

  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* info) noexcept override {
    heard.Update([info](Heard& all) { all.notified.push_back(*info); });
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    heard.Update([reason](Heard& all) { all.gone.push_back(reason); });
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    heard.Update([](Heard& all) { ++all.lists; });
  }

  Watched<Heard> heard;
};

struct Environment {
  explicit Environment(Clock::duration answer = std::chrono::seconds(20))
      : reader(std::make_shared<automation::Reader>(automation::RunningOutlook(),
                                                    automation::Reader::Limits{answer})),
        opener(reader) {}

  HRESULT Open(const Target& target, ComPtr<IMAPIOfflineMgr>& object) {
    why = {};
    return opener.Open(target, object.Put(), why);
  }
  // Of the profile, polled as often as possible.
  HRESULT Open(ComPtr<IMAPIOfflineMgr>& object, std::u16string account = {}) {
    return Open({u"Work", std::move(account), 250}, object);
  }
  std::vector<AccountInfo> Accounts() {
    std::vector<AccountInfo> accounts;
    why = {};
    CheckResult(opener.Accounts(u"Work", accounts, why), S_OK, "listing the accounts");
    return accounts;
  }

  const std::shared_ptr<automation::Reader> reader;
  automation::ReaderOpener opener;
  Explanation why;
};

struct Subscription {
  explicit Subscription(const ComPtr<IMAPIOfflineMgr>& object) {
    if (object) advised = token.Advise(object, callback.Get());
  }
  [[nodiscard]] bool AwaitNotified(std::size_t count) const {
    return callback->heard.Await(
        [count](const Listener::Heard& all) { return all.notified.size() >= count; });
  }
  [[nodiscard]] bool AwaitGone(HRESULT reason) const {
    const bool is_gone =
        callback->heard.Await([](const Listener::Heard& all) { return !all.gone.empty(); });
    return is_gone && callback->heard.Get().gone == std::vector<HRESULT>{reason};
  }
  [[nodiscard]] bool AwaitLists(int count) const {
    return callback->heard.Await(
        [count](const Listener::Heard& all) { return all.lists >= count; });
  }

  const ComPtr<Listener> callback = MakeCom<Listener>();
  AdviseToken token;
  HRESULT advised = E_FAIL;
};

inline constexpr ULONG kUnread = 77;

inline ULONG StateOf(const ComPtr<IMAPIOfflineMgr>& object) {
  ULONG state = kUnread;
  return object && SUCCEEDED(object->GetCurrentState(&state)) ? state : kUnread;
}

// Waits for a look of the stand-in that begins from now on, and for its end.
inline void AwaitLook(StandIn& outlook, long more = 1) {
  const long looks = outlook.Count().looks;
  const auto limit = Clock::now() + std::chrono::seconds(30);
  while (outlook.Count().looks < looks + more && Clock::now() < limit) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace rx_outlook::test

#include "backends/auto/auto.h"

#include <utility>

#include "backends/bridge/bridge.h"
#ifdef _WIN32
#include "backends/msmapi/outlook.h"
#endif

namespace rx_outlook::automatic {
namespace {

// Whether a way reaches no Outlook, as opposed to an Outlook that refuses.
bool IsBlocked(HRESULT hr) noexcept {
  return hr == ERR_OUTLOOK_NOT_RUNNING || hr == ERR_BRIDGE_NOT_TRUSTED ||
         hr == ERR_BRIDGE_NOT_ANSWERING || hr == ERR_BRIDGE_PROTOCOL || hr == ERR_ADDIN_MISSING ||
         hr == ERR_ADDIN_DISABLED || hr == ERR_OUTLOOK_ELEVATED || hr == ERR_OUTLOOK_NEW_ONLY ||
         hr == ERR_OUT_OF_RESOURCES || hr == ERR_BRIDGE_NO_PLACE || hr == ERR_BRIDGE_FAILED;
}

// A way that was entered, or the failure of entering it.
struct Tried {
  std::unique_ptr<Opener> opener;
  HRESULT hr = S_OK;
  Explanation why;
};

class Ways final : public Opener {
 public:
  explicit Ways(std::vector<Tried> ways) : ways_(std::move(ways)) {}

  void SetSurroundings(const Surroundings& surroundings) override {
    for (const Tried& way : ways_) {
      if (way.opener) way.opener->SetSurroundings(surroundings);
    }
  }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    return First([&](Opener& way, Explanation& said) { return way.Open(target, object, said); },
                 why);
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    return First([&](Opener& way, Explanation& said) { return way.Profiles(names, said); }, why);
  }

  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override {
    return First(
        [&](Opener& way, Explanation& said) { return way.Accounts(profile, accounts, said); }, why);
  }

  // S_OK if any way reports it. S_FALSE (unknown) only if no way has failed: a failure is more
  // helpful.
  HRESULT Available(Explanation& why) override {
    HRESULT hr = S_FALSE;
    for (const Tried& way : ways_) {
      Explanation said = way.why;
      const HRESULT one = way.opener ? way.opener->Available(said) : way.hr;
      if (one == S_OK) return S_OK;
      if (FAILED(one)) TakeBetter(one, std::move(said), hr, why);
    }
    return hr;
  }

 private:
  // Returns the answer of the first way that reaches an Outlook and has what is asked for,
  // otherwise the most helpful failure.
  template <typename Call>
  HRESULT First(Call call, Explanation& why) {
    HRESULT hr = S_FALSE;
    for (const Tried& way : ways_) {
      Explanation said = way.why;
      const HRESULT one = way.opener ? call(*way.opener, said) : way.hr;
      const bool is_last = way.opener && !IsBlocked(one) && one != ERR_ACCOUNTS_UNAVAILABLE;
      // An Outlook was reached that has no accounts: only another Outlook's answer says more.
      if (hr != ERR_ACCOUNTS_UNAVAILABLE || is_last) TakeBetter(one, std::move(said), hr, why);
      if (is_last) break;
    }
    return hr;
  }

  static void TakeBetter(HRESULT one, Explanation said, HRESULT& hr, Explanation& why) {
    if (FAILED(one) && SaysMore(hr, one)) return;
    hr = one;
    why = std::move(said);
  }

  // Whether the failure of an earlier way is more helpful: it tells why an Outlook cannot be
  // reached. ERR_OUTLOOK_NOT_RUNNING is more helpful than two others only: than
  // ERR_OUTLOOK_OTHER_BITNESS, because the bridge serves processes of both bitnesses, and than
  // ERR_ACCOUNTS_UNAVAILABLE, which a way may return without looking for an Outlook.
  static bool SaysMore(HRESULT earlier, HRESULT later) noexcept {
    if (earlier == ERR_OUTLOOK_NOT_RUNNING) {
      return later == ERR_OUTLOOK_OTHER_BITNESS || later == ERR_ACCOUNTS_UNAVAILABLE;
    }
    return IsBlocked(earlier);
  }

  const std::vector<Tried> ways_;
};

HRESULT EnterBridge(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = bridge::MakeOutlookOpener();
  return S_OK;
}

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = TryInOrder({
      EnterBridge,
#ifdef _WIN32
      msmapi::kBackend.enter,
#endif
  });
  return S_OK;
}

}  // namespace

std::unique_ptr<Opener> TryInOrder(const std::vector<Way>& ways) {
  std::vector<Tried> tried;
  for (const Way enter : ways) {
    Tried& way = tried.emplace_back();
    way.hr = enter(way.opener, way.why);
  }
  return std::make_unique<Ways>(std::move(tried));
}

const Backend kBackend = {"auto", Enter};

}  // namespace rx_outlook::automatic

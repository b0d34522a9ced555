#include "backends/auto/auto.h"

#include <utility>

#include "backends/bridge/bridge.h"
#ifdef _WIN32
#include "backends/msmapi/outlook.h"
#endif

namespace rx_outlook::automatic {
namespace {

// Whether a way leads nowhere, as opposed to an Outlook that says no.
bool IsBlocked(HRESULT hr) noexcept {
  return hr == ERR_OUTLOOK_NOT_RUNNING || hr == ERR_BRIDGE_NOT_TRUSTED ||
         hr == ERR_BRIDGE_NOT_ANSWERING || hr == ERR_BRIDGE_PROTOCOL || hr == ERR_ADDIN_MISSING ||
         hr == ERR_ADDIN_DISABLED || hr == ERR_OUTLOOK_ELEVATED || hr == ERR_OUTLOOK_NEW_ONLY ||
         hr == ERR_OUT_OF_RESOURCES || hr == ERR_BRIDGE_NO_PLACE || hr == ERR_BRIDGE_FAILED;
}

// One that was entered, or why it could not be.
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

  HRESULT Open(const std::u16string& profile, IMAPIOfflineMgr** object, Explanation& why) override {
    return First([&](Opener& way, Explanation& said) { return way.Open(profile, object, said); },
                 why);
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    return First([&](Opener& way, Explanation& said) { return way.Profiles(names, said); }, why);
  }

  // Any way will do. A way that cannot tell counts only where none has failed: what failed says
  // more of what to do.
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
  // The answer of the first way that leads to an Outlook, else what says most of what to do.
  template <typename Call>
  HRESULT First(Call call, Explanation& why) {
    HRESULT hr = S_FALSE;
    for (const Tried& way : ways_) {
      Explanation said = way.why;
      const HRESULT one = way.opener ? call(*way.opener, said) : way.hr;
      TakeBetter(one, std::move(said), hr, why);
      if (SUCCEEDED(one) || (way.opener && !IsBlocked(one))) break;
    }
    return hr;
  }

  static void TakeBetter(HRESULT one, Explanation said, HRESULT& hr, Explanation& why) {
    if (FAILED(one) && SaysMore(hr, one)) return;
    hr = one;
    why = std::move(said);
  }

  // Whether the failure of an earlier way does: of an Outlook that is there and cannot be reached,
  // or why not, or, since the bridge serves both kinds of processes, before one that is of the
  // other kind.
  static bool SaysMore(HRESULT earlier, HRESULT later) noexcept {
    if (earlier == ERR_OUTLOOK_NOT_RUNNING) return later == ERR_OUTLOOK_OTHER_BITNESS;
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

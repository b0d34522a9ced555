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
         hr == ERR_BRIDGE_NOT_ANSWERING || hr == ERR_BRIDGE_PROTOCOL;
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
      if (SUCCEEDED(one)) continue;
      hr = one;
      why = std::move(said);
    }
    return hr;
  }

 private:
  // The answer of the first way that leads to an Outlook, else what the last one says.
  template <typename Call>
  HRESULT First(Call call, Explanation& why) {
    HRESULT hr = ERR_OUTLOOK_NOT_RUNNING;
    for (const Tried& way : ways_) {
      why = way.why;
      hr = way.hr;
      if (!way.opener) continue;
      hr = call(*way.opener, why);
      if (!IsBlocked(hr)) break;
    }
    return hr;
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

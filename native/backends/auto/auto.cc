#include "backends/auto/auto.h"

#include <utility>

#ifdef _WIN32
#include "backends/msmapi/outlook.h"
#else
#include "backends/bridge/bridge.h"
#endif

namespace rx_outlook::automatic {
namespace {

// Whether a way leads nowhere, as opposed to an Outlook that says no.
bool IsBlocked(HRESULT hr) noexcept {
  return hr == ERR_OUTLOOK_NOT_RUNNING || hr == ERR_BRIDGE_NOT_TRUSTED ||
         hr == ERR_BRIDGE_NOT_ANSWERING || hr == ERR_BRIDGE_PROTOCOL;
}

class Ways final : public Opener {
 public:
  explicit Ways(std::vector<std::unique_ptr<Opener>> ways) : ways_(std::move(ways)) {}

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
    for (const auto& way : ways_) {
      Explanation said;
      const HRESULT one = way->Available(said);
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
    for (const auto& way : ways_) {
      why = {};
      hr = call(*way, why);
      if (!IsBlocked(hr)) break;
    }
    return hr;
  }

  const std::vector<std::unique_ptr<Opener>> ways_;
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation& why) {
  std::vector<std::unique_ptr<Opener>> ways;
#ifdef _WIN32
  std::unique_ptr<Opener> msmapi;
  const HRESULT hr = msmapi::kBackend.enter(msmapi, why);
  if (FAILED(hr)) return hr;
  ways.push_back(std::move(msmapi));
#else
  static_cast<void>(why);
  ways.push_back(bridge::MakeOutlookOpener());
#endif
  opener = std::make_unique<Ways>(std::move(ways));
  return S_OK;
}

}  // namespace

const Backend kBackend = {"auto", Enter};

}  // namespace rx_outlook::automatic

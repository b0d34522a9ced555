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

#ifdef _WIN32

// A way that could not be entered: whoever comes to it hears why.
class Closed final : public Opener {
 public:
  Closed(HRESULT hr, Explanation why) : hr_(hr), why_(std::move(why)) {}

  HRESULT Open(const std::u16string&, IMAPIOfflineMgr**, Explanation& why) override {
    return Answer(why);
  }
  HRESULT Profiles(std::vector<std::u16string>&, Explanation& why) override { return Answer(why); }

 private:
  HRESULT Answer(Explanation& why) const {
    why = why_;
    return hr_;
  }

  const HRESULT hr_;
  const Explanation why_;
};

std::unique_ptr<Opener> Entered(const Backend& backend) {
  std::unique_ptr<Opener> opener;
  Explanation why;
  const HRESULT hr = backend.enter(opener, why);
  if (FAILED(hr)) return std::make_unique<Closed>(hr, std::move(why));
  return opener;
}

#endif

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

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  std::vector<std::unique_ptr<Opener>> ways;
  ways.push_back(bridge::MakeOutlookOpener());
#ifdef _WIN32
  ways.push_back(Entered(msmapi::kBackend));
#endif
  opener = std::make_unique<Ways>(std::move(ways));
  return S_OK;
}

}  // namespace

const Backend kBackend = {"auto", Enter};

}  // namespace rx_outlook::automatic

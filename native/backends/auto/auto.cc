#include "backends/auto/auto.h"

#include <optional>
#include <utility>

#include "backends/auto/helpfulness.h"
#include "backends/bridge/bridge.h"
#ifdef _WIN32
#include "backends/automation/outlook.h"
#include "backends/msmapi/outlook.h"
#endif

namespace rx_outlook::automatic {
namespace {

// A way that was entered, or the failure of entering it.
struct Tried {
  std::unique_ptr<Opener> opener;
  HRESULT hr = S_OK;
  Explanation why;

  [[nodiscard]] Helpfulness Judge(HRESULT answer, const Explanation& said) const noexcept {
    return opener ? HelpfulnessOf(answer, said.is_outside) : Helpfulness::kUnusable;
  }
};

class InOrder final : public Opener {
 public:
  explicit InOrder(std::vector<Tried> ways) : ways_(std::move(ways)) {}

  void SetSurroundings(const Surroundings& surroundings) override {
    for (const Tried& way : ways_) {
      if (way.opener) way.opener->SetSurroundings(surroundings);
    }
  }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    return First(
        [&](Opener& way, Explanation& said) {
          const HRESULT hr = target.lists_accounts ? List(way, target.profile, said) : S_OK;
          return FAILED(hr) ? hr : way.Open(target, object, said);
        },
        why);
  }

  // The profiles of an Outlook that answers, else those that are recorded for the user.
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    std::optional<std::vector<std::u16string>> recorded;
    const HRESULT hr = First(
        [&](Opener& way, Explanation& said) {
          std::vector<std::u16string> found;
          const HRESULT one = way.Profiles(found, said);
          if (one == S_FALSE) {
            recorded = std::move(found);
          } else {
            names = std::move(found);
          }
          return one;
        },
        why);
    if (hr == S_OK || !recorded) return hr;
    names = std::move(*recorded);
    why = {};
    return S_FALSE;
  }

  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override {
    return First(
        [&](Opener& way, Explanation& said) { return way.Accounts(profile, accounts, said); }, why);
  }

  // S_OK if any way reports it. S_FALSE (unknown) only if no way has failed: a failure is more
  // helpful.
  HRESULT Available(Explanation& why) override {
    Best best;
    for (const Tried& way : ways_) {
      Explanation said = way.why;
      const HRESULT one = way.opener ? way.opener->Available(said) : way.hr;
      if (one == S_OK) return S_OK;
      const Helpfulness helpfulness = way.Judge(one, said);
      best.Offer(one, helpfulness, std::move(said));
    }
    return best.Take(why);
  }

 private:
  // The most helpful failure, the first of several equal ones.
  class Best {
   public:
    void Offer(HRESULT hr, Helpfulness helpfulness, Explanation why) {
      if (helpfulness <= helpfulness_) return;
      hr_ = hr;
      helpfulness_ = helpfulness;
      why_ = std::move(why);
    }
    HRESULT Take(Explanation& why) {
      why = std::move(why_);
      return hr_;
    }
    [[nodiscard]] HRESULT hr() const noexcept { return hr_; }

   private:
    HRESULT hr_ = S_FALSE;
    Helpfulness helpfulness_ = Helpfulness::kUnknown;
    Explanation why_;
  };

  // Asks a way for the list before its profile is opened: a registration that listens to the list
  // must be made where the list comes from.
  static HRESULT List(Opener& way, const std::u16string& profile, Explanation& said) {
    std::vector<AccountInfo> listed;
    const HRESULT hr = way.Accounts(profile, listed, said);
    if (FAILED(hr) && said.operation.empty()) said.operation = "accounts";
    return hr;
  }

  // Returns the answer of the first way that reaches an Outlook and has what is asked for,
  // otherwise the most helpful failure.
  template <typename Call>
  HRESULT First(Call call, Explanation& why) {
    Best best;
    std::uint8_t number = 0;
    for (const Tried& way : ways_) {
      ++number;
      Explanation said = way.why;
      const HRESULT one = way.opener ? call(*way.opener, said) : way.hr;
      const Helpfulness helpfulness = way.Judge(one, said);
      if (helpfulness == Helpfulness::kAnswer) {
        why = std::move(said);
        if (SUCCEEDED(one)) why.way = number;
        return one;
      }
      // An Outlook was reached that has no accounts: only another Outlook's answer says more.
      if (best.hr() != ERR_ACCOUNTS_UNAVAILABLE) best.Offer(one, helpfulness, std::move(said));
    }
    return best.Take(why);
  }

  const std::vector<Tried> ways_;
};

HRESULT EnterBridge(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = bridge::MakeOutlookOpener();
  return S_OK;
}

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = TryInOrder(Ways());
  return S_OK;
}

}  // namespace

const std::vector<Backend>& Ways() {
  static const auto* const ways = new std::vector<Backend>{
      {bridge::kBackend.name, EnterBridge},
#ifdef _WIN32
      msmapi::kBackend,
      automation::kBackend,
#endif
  };
  return *ways;
}

std::unique_ptr<Opener> TryInOrder(const std::vector<Backend>& ways) {
  std::vector<Tried> tried;
  for (const Backend& one : ways) {
    Tried& way = tried.emplace_back();
    way.hr = one.enter(way.opener, way.why);
  }
  return std::make_unique<InOrder>(std::move(tried));
}

const Backend kBackend = {"auto", Enter};

}  // namespace rx_outlook::automatic

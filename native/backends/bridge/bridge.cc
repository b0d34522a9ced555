#include "backends/bridge/bridge.h"

#include <algorithm>
#include <list>
#include <string>
#include <utility>

#include "backends/bridge/proxy.h"
#include "backends/bridge/way.h"

namespace rx_outlook::bridge {
namespace {

// One connection a place, shared by all that ask there. Dispatcher thread.
class BridgeOpener final : public Opener {
 public:
  explicit BridgeOpener(bool outlook_only)
      : outlook_only_(outlook_only), way_(&ways_.emplace_back(Surroundings{}, outlook_only)) {}

  void SetSurroundings(const Surroundings& surroundings) override {
    if (way_->from().IsSamePlace(surroundings)) return;
    const auto found = std::find_if(ways_.begin(), ways_.end(), [&](const Way& way) {
      return way.from().IsSamePlace(surroundings);
    });
    way_ = found != ways_.end() ? &*found : &ways_.emplace_back(surroundings, outlook_only_);
    // JavaScript may name any number of places. Kept are those with a server, and for a second
    // those whose server does not answer: for that time it is not asked again.
    ways_.remove_if(
        [this](const Way& way) { return &way != way_ && !way.is_connected() && !way.is_hung(); });
  }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    const bool is_account = !target.account.empty();
    // Nothing has a name that no frame could carry.
    if (!IsName(target.profile)) return MAPI_E_NOT_FOUND;
    if (is_account && !IsName(target.account)) return ERR_ACCOUNT_NOT_FOUND;
    HRESULT hr = is_account ? ReachAccounts(why) : way_->Reach(why);
    if (FAILED(hr)) return hr;
    const auto& connection = way_->connection();
    Request request;
    request.type = is_account ? FrameType::kOpenAccount : FrameType::kOpen;
    request.object = connection->TakeNumber();
    request.profile = target.profile;
    request.account = target.account;
    Answer answer;
    hr = connection->Ask(request, answer);
    if (FAILED(hr)) {
      why = {std::move(answer.operation), std::move(answer.text)};
      return hr;
    }
    *object = MakeCom<Proxy>(connection, request.object).Detach();
    return S_OK;
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    HRESULT hr = way_->Reach(why);
    if (FAILED(hr)) return hr;
    Answer answer;
    hr = way_->connection()->AskNames(names, answer);
    if (FAILED(hr)) why = {std::move(answer.operation), std::move(answer.text)};
    return hr;
  }

  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override {
    if (!IsName(profile)) return MAPI_E_NOT_FOUND;
    HRESULT hr = ReachAccounts(why);
    if (FAILED(hr)) return hr;
    Answer answer;
    hr = way_->connection()->AskAccounts(profile, accounts, answer);
    if (FAILED(hr)) why = {std::move(answer.operation), std::move(answer.text)};
    return hr;
  }

  // Asks the server over an earlier connection: since then it may have ended and another one
  // started, or it may be suspended.
  HRESULT Available(Explanation& why) override {
    if (way_->is_connected()) {
      Request ping;
      ping.type = FrameType::kPing;
      Answer answer;
      const HRESULT hr = way_->connection()->Ask(std::move(ping), answer);
      if (FAILED(hr) && hr != ERR_OUTLOOK_NOT_RUNNING) {
        why.text = std::move(answer.text);
        return hr;
      }
    }
    return way_->Reach(why);
  }

 private:
  HRESULT ReachAccounts(Explanation& why) {
    const HRESULT hr = way_->Reach(why);
    if (FAILED(hr) || way_->connection()->has_accounts()) return hr;
    const Welcome& welcome = way_->connection()->welcome();
    why.text = "The bridge's server (" + welcome.product + ") speaks version " +
               std::to_string(welcome.version) +
               " of the protocol, which has no accounts; version " +
               std::to_string(kAccountsVersion) + " is needed.";
    return ERR_ACCOUNTS_UNAVAILABLE;
  }

  const bool outlook_only_;
  // One for each place; an environment asks from one place at a time.
  std::list<Way> ways_;
  Way* way_;  // for the surroundings that were set last
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<BridgeOpener>(false);
  return S_OK;
}

}  // namespace

const Backend kBackend = {"bridge", Enter};

std::unique_ptr<Opener> MakeOutlookOpener() { return std::make_unique<BridgeOpener>(true); }

}  // namespace rx_outlook::bridge

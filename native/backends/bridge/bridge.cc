#include "backends/bridge/bridge.h"

#include <chrono>
#include <utility>

#include "backends/bridge/proxy.h"
#ifdef _WIN32
#include "addin/silence.h"
#endif

namespace rx_outlook::bridge {
namespace {

class BridgeOpener final : public Opener {
 public:
  explicit BridgeOpener(bool outlook_only) : outlook_only_(outlook_only) {}
  BridgeOpener(const BridgeOpener&) = delete;
  BridgeOpener& operator=(const BridgeOpener&) = delete;
  ~BridgeOpener() override {
    if (connection_) connection_->End();
  }

  HRESULT Open(const std::u16string& profile, IMAPIOfflineMgr** object, Explanation& why) override {
    // No profile has a longer name, and the frame has no room for one.
    if (profile.size() > kProfileLimit) return MAPI_E_NOT_FOUND;
    HRESULT hr = Reach(why);
    if (FAILED(hr)) return hr;
    Request request;
    request.type = FrameType::kOpen;
    request.object = connection_->TakeNumber();
    request.profile = profile;
    Answer answer;
    hr = connection_->Ask(request, answer);
    if (FAILED(hr)) {
      why = {std::move(answer.operation), std::move(answer.text)};
      return hr;
    }
    *object = MakeCom<Proxy>(connection_, request.object).Detach();
    return S_OK;
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    HRESULT hr = Reach(why);
    if (FAILED(hr)) return hr;
    Answer answer;
    hr = connection_->AskNames(names, answer);
    if (FAILED(hr)) why = {std::move(answer.operation), std::move(answer.text)};
    return hr;
  }

  // Nothing has been heard of a connection that was made before: its server may have ended, and
  // another one come, or it may be suspended.
  HRESULT Available(Explanation& why) override {
    if (connection_ && !connection_->lost()) {
      Request ping;
      ping.type = FrameType::kPing;
      Answer answer;
      const HRESULT hr = connection_->Ask(std::move(ping), answer);
      if (FAILED(hr) && hr != ERR_OUTLOOK_NOT_RUNNING) {
        why.text = std::move(answer.text);
        return hr;
      }
    }
    return Reach(why);
  }

 private:
  // One connection for all, made anew when it was lost.
  HRESULT Reach(Explanation& why) {
    if (!connection_ || connection_->lost()) {
      const HRESULT hr = Connect(why);
      if (FAILED(hr)) return hr;
    }
    if (!outlook_only_ || connection_->welcome().host == Host::kOutlook) return S_OK;
    connection_->End();
    connection_.reset();
    why.text =
        "No way to an Outlook: the bridge's server is one for development, over embedded objects: "
        "to use it, name it (backend: 'bridge').";
    return ERR_OUTLOOK_NOT_RUNNING;
  }

  // Many may ask in one go: a server that does not answer is waited for once for them all.
  HRESULT Connect(Explanation& why) {
    const auto now = std::chrono::steady_clock::now();
    if (now < hung_until_) {
      why = hung_;
      return ERR_BRIDGE_NOT_ANSWERING;
    }
    const HRESULT hr = Connection::Open(connection_, why);
    if (hr == ERR_BRIDGE_NOT_ANSWERING) {
      hung_ = why;
      hung_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    }
    return hr == ERR_OUTLOOK_NOT_RUNNING ? FindWhySilent(why) : hr;
  }

  // Nobody is there, and it is looked up once a second why, however many ask.
  HRESULT FindWhySilent(Explanation& why) {
#ifdef _WIN32
    const auto now = std::chrono::steady_clock::now();
    if (now >= silence_until_) {
      silence_text_.clear();
      silence_ = addin::WhySilent(silence_text_);
      silence_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    }
    if (!silence_text_.empty()) why.text += " It seems that " + silence_text_ + ".";
    return silence_;
#else
    static_cast<void>(why);
    return ERR_OUTLOOK_NOT_RUNNING;
#endif
  }

  const bool outlook_only_;
  std::shared_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point hung_until_ = std::chrono::steady_clock::time_point::min();
  Explanation hung_;
#ifdef _WIN32
  HRESULT silence_ = ERR_OUTLOOK_NOT_RUNNING;
  std::string silence_text_;
  std::chrono::steady_clock::time_point silence_until_ =
      std::chrono::steady_clock::time_point::min();
#endif
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<BridgeOpener>(false);
  return S_OK;
}

}  // namespace

const Backend kBackend = {"bridge", Enter};

std::unique_ptr<Opener> MakeOutlookOpener() { return std::make_unique<BridgeOpener>(true); }

}  // namespace rx_outlook::bridge

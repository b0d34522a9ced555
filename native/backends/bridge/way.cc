#include "backends/bridge/way.h"

#ifdef _WIN32
#include "outlook/silence.h"
#endif

namespace rx_outlook::bridge {

Way::~Way() {
  if (connection_) connection_->End();
}

HRESULT Way::Reach(Explanation& why) {
  if (!is_connected()) {
    const HRESULT hr = Connect(why);
    if (FAILED(hr)) return hr;
  }
  if (!outlook_only_ || connection_->welcome().host == Host::kOutlook) return S_OK;
  connection_->End();
  connection_.reset();
  why.text =
      "The bridge's server is no Outlook: it serves embedded objects, for development. To use it, "
      "name it (backend: 'bridge').";
  return ERR_OUTLOOK_NOT_RUNNING;
}

// Waits once for a server that does not answer, however many callers ask at the same time.
HRESULT Way::Connect(Explanation& why) {
  if (is_hung()) {
    why = hung_;
    return ERR_BRIDGE_NOT_ANSWERING;
  }
  const HRESULT hr = Connection::Open(from_, connection_, why);
  if (hr == ERR_BRIDGE_NOT_ANSWERING) {
    hung_ = why;
    hung_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  }
  return hr == ERR_OUTLOOK_NOT_RUNNING ? FindWhySilent(why) : hr;
}

// Looks up at most once a second why there is no server.
HRESULT Way::FindWhySilent(Explanation& why) {
#ifdef _WIN32
  const auto now = std::chrono::steady_clock::now();
  if (now >= silence_until_) {
    silence_text_.clear();
    silence_ = outlook::WhySilent(silence_text_);
    silence_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  }
  if (!silence_text_.empty()) why.text += " It seems that " + silence_text_ + ".";
  return silence_;
#else
  static_cast<void>(why);
  return ERR_OUTLOOK_NOT_RUNNING;
#endif
}

}  // namespace rx_outlook::bridge

#include "backends/bridge/reach_failure.h"

namespace rx_outlook::bridge {
namespace {

HRESULT HresultOf(Reached reached) noexcept {
  switch (reached) {
    case Reached::kNobody:
      return ERR_OUTLOOK_NOT_RUNNING;
    case Reached::kBusy:
      return ERR_BRIDGE_NOT_ANSWERING;
    case Reached::kRefused:
      return ERR_BRIDGE_NOT_TRUSTED;
    case Reached::kLimit:
      return ERR_OUT_OF_RESOURCES;
    case Reached::kNoPlace:
      return ERR_BRIDGE_NO_PLACE;
    default:  // starting Outlook would not fix an unknown reason
      return ERR_BRIDGE_FAILED;
  }
}

#ifdef _WIN32
constexpr const char* kNoServer = "Outlook cannot be reached: ";
#else
constexpr const char* kNoServer =
    "Classic Outlook runs on Windows only, and no server of the bridge can be reached here: ";
#endif

}  // namespace

HRESULT FailureOf(const Reaching& reaching, Explanation& why) {
  const bool is_refused = reaching.reached == Reached::kRefused;
  why.text =
      (is_refused ? "The bridge's server is not trusted: " : kNoServer) + reaching.text + ".";
  return HresultOf(reaching.reached);
}

}  // namespace rx_outlook::bridge

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

}  // namespace

HRESULT FailureOf(const Reaching& reaching, Explanation& why) {
  why.text = (reaching.reached == Reached::kRefused ? "The way to an Outlook is not trusted: "
                                                    : "No way to an Outlook: ") +
             reaching.text + ".";
  return HresultOf(reaching.reached);
}

}  // namespace rx_outlook::bridge

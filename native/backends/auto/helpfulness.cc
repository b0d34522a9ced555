#include "backends/auto/helpfulness.h"

#include "seam/hresult.h"

namespace rx_outlook::automatic {

Helpfulness HelpfulnessOf(HRESULT hr, bool is_outside) noexcept {
  if (is_outside) return Helpfulness::kOfWay;
  switch (hr) {
    case S_FALSE:
      return Helpfulness::kUnknown;
    case ERR_OUTLOOK_OTHER_BITNESS:  // the other ways serve processes of both bitnesses
    case ERR_ACCOUNTS_UNAVAILABLE:   // perhaps returned without looking for an Outlook
      return Helpfulness::kOfWay;
    case ERR_OUTLOOK_NOT_RUNNING:
      return Helpfulness::kNotRunning;
    case ERR_OUTLOOK_NOT_INSTALLED:
    case ERR_MAPI_LOAD_FAILED:
    case ERR_MAPI_FUNCTION_MISSING:
      return Helpfulness::kUnusable;
    case ERR_BRIDGE_NOT_TRUSTED:
    case ERR_BRIDGE_NOT_ANSWERING:
    case ERR_BRIDGE_PROTOCOL:
    case ERR_BRIDGE_NO_PLACE:
    case ERR_BRIDGE_FAILED:
    case ERR_BRIDGE_LIMIT:
    case kDisconnectedObject:  // the server ended meanwhile
    case ERR_ADDIN_MISSING:
    case ERR_ADDIN_DISABLED:
    case ERR_OUTLOOK_NEW_ONLY:
    case ERR_OUT_OF_RESOURCES:
      return Helpfulness::kUnconnected;
    case ERR_OUTLOOK_ELEVATED:
    case ERR_OUTLOOK_NOT_REACHABLE:
    case ERR_OUTLOOK_NOT_ANSWERING:
      return Helpfulness::kRunning;
    default:
      return Helpfulness::kAnswer;
  }
}

}  // namespace rx_outlook::automatic

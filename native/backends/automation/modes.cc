#include "backends/automation/modes.h"

namespace rx_outlook::automation {

ULONG StateOf(Mode mode) noexcept {
  switch (mode) {
    case kOffline:
    case kCachedOffline:
    case kDisconnected:
    case kCachedDisconnected:
      return MAPIOFFLINE_STATE_OFFLINE;
    case kCachedConnectedHeaders:
    case kCachedConnectedDrizzle:
    case kCachedConnectedFull:
    case kOnline:
      return MAPIOFFLINE_STATE_ONLINE;
    default:
      return kNeitherState;
  }
}

bool IsReconnecting(Mode mode) noexcept {
  return mode == kDisconnected || mode == kCachedDisconnected;
}

}  // namespace rx_outlook::automation

#include "backends/automation/modes.h"

namespace rx_outlook::automation {

ULONG StateOf(Mode mode) noexcept {
  switch (mode) {
    case olOffline:
    case olCachedOffline:
    case olDisconnected:
    case olCachedDisconnected:
      return MAPIOFFLINE_STATE_OFFLINE;
    case olCachedConnectedHeaders:
    case olCachedConnectedDrizzle:
    case olCachedConnectedFull:
    case olOnline:
      return MAPIOFFLINE_STATE_ONLINE;
    case olNoExchange:
      return kNoExchangeState;
    default:
      return kNeitherState;
  }
}

bool IsReconnecting(Mode mode) noexcept {
  return mode == olDisconnected || mode == olCachedDisconnected;
}

}  // namespace rx_outlook::automation

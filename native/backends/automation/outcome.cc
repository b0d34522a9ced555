#include "backends/automation/outcome.h"

namespace rx_outlook::automation {

Outcome OutcomeOf(HRESULT hr) noexcept {
  if (SUCCEEDED(hr)) return Outcome::kAnswered;
  switch (static_cast<unsigned long>(hr) & 0xffffffffu) {
    case 0x80010001u:  // RPC_E_CALL_REJECTED
    case 0x8001010au:  // RPC_E_SERVERCALL_RETRYLATER
      return Outcome::kBusy;
    case 0x800706bau:  // RPC_S_SERVER_UNAVAILABLE
    case 0x800706beu:  // RPC_S_CALL_FAILED: the process ended during the call
    case 0x80010108u:  // RPC_E_DISCONNECTED
    case 0x800401fdu:  // CO_E_OBJNOTCONNECTED
    case 0x800706b5u:  // RPC_S_UNKNOWN_IF: Wine's answer after CoDisconnectObject
      return Outcome::kGone;
    default:
      return Outcome::kFailed;
  }
}

}  // namespace rx_outlook::automation

// The meaning of a call's HRESULT for the look that made the call. Pure functions; any thread.
#pragma once

#include "seam/hresult.h"

namespace rx_outlook::automation {

enum class Outcome {
  kAnswered,
  kBusy,   // Outlook rejects calls for now: the same look is repeated
  kGone,   // Outlook has ended, or has disconnected its clients
  kFailed  // Outlook has answered with a failure
};

// COM's own, by their names in winerror.h; abi/com.h has only those of the Offline State API.
inline constexpr HRESULT kCallRejected = static_cast<HRESULT>(0x80010001u);
inline constexpr HRESULT kRetryLater = static_cast<HRESULT>(0x8001010au);
using rx_outlook::kDisconnectedObject;

Outcome OutcomeOf(HRESULT hr) noexcept;

}  // namespace rx_outlook::automation

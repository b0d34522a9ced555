// The HRESULT and the text of a failed attempt to reach a server.
#pragma once

#include "bridge/transport.h"
#include "seam/seam.h"

namespace rx_outlook::bridge {

// Any thread. `why` gets a sentence.
HRESULT FailureOf(const Reaching& reaching, Explanation& why);

}  // namespace rx_outlook::bridge

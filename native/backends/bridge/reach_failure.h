// What a failed attempt to reach a server means to a backend.
#pragma once

#include "bridge/transport.h"
#include "seam/seam.h"

namespace rx_outlook::bridge {

// Any thread. `why` gets a sentence.
HRESULT FailureOf(const Reaching& reaching, Explanation& why);

}  // namespace rx_outlook::bridge

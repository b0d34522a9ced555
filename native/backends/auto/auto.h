// The best way to an Outlook that there is at the moment.
#pragma once

#include "backends/seam.h"

namespace rx_outlook::automatic {

// The bridge to an Outlook in another process, then Outlook's MAPI DLL in this one. Never an
// embedded object.
extern const Backend kBackend;

}  // namespace rx_outlook::automatic

// Outlook's own offline objects, for code that runs inside the Outlook process. Elsewhere its MAPI
// DLL can be loaded, too, and answers MAPI_E_NOT_FOUND. Windows only, as everything in this folder.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::msmapi {

extern const Backend kBackend;

}  // namespace rx_outlook::msmapi

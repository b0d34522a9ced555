// The backend "msmapi": Outlook's own offline objects, for code in Outlook's process. In another
// process its MAPI DLL loads as well, and returns MAPI_E_NOT_FOUND. The dispatcher's thread; no
// lock. Windows only, like this whole folder.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::msmapi {

extern const Backend kBackend;

}  // namespace rx_outlook::msmapi

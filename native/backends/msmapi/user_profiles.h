// The user's MAPI profiles, as the registry lists them. No MAPI is started.
#pragma once

#include <string>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook::msmapi {

// Any thread; no lock. The default one first, the others in the order of their names.
HRESULT ListUserProfiles(std::vector<std::u16string>& names, Explanation& why);

}  // namespace rx_outlook::msmapi

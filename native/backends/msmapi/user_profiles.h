// The user's MAPI profiles in the registry. Starts no MAPI. Any thread; no lock.
#pragma once

#include <string>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook::msmapi {

// Lists the default profile first, the others in the order of their names.
HRESULT ListUserProfiles(std::vector<std::u16string>& names, Explanation& why);

}  // namespace rx_outlook::msmapi

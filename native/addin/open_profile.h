// What the server in Outlook serves: the backend msmapi, for the one profile that Outlook has open.
#pragma once

#include <string>

#include "seam/seam.h"

namespace rx_outlook::addin {

extern const Backend kOpenProfile;

// The profile, for those who enter the backend from now on; empty when it is not known, and then
// Outlook itself is asked for whichever one is wanted. The process's, as Outlook's profile is.
// Any thread; takes its mutex.
void SetOpenProfile(std::wstring name);

}  // namespace rx_outlook::addin

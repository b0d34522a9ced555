// The backend of the server in Outlook: msmapi, limited to the profile that Outlook has open. The
// dispatcher's thread, except SetOpenProfile.
#pragma once

#include <string>

#include "seam/seam.h"

namespace rx_outlook::addin {

extern const Backend kOpenProfile;

// Sets the profile for later calls of kOpenProfile.enter; empty when it is unknown, and then every
// profile is passed on to Outlook. One value for the process, as Outlook has one profile open.
// Any thread; takes the value's mutex.
void SetOpenProfile(std::wstring name);

}  // namespace rx_outlook::addin

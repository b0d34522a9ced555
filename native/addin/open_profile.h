// The backend of the server in Outlook: msmapi, limited to the profile that Outlook has open, and
// with that profile's accounts, which automation reads. The dispatcher's thread, except
// SetOpenProfile.
#pragma once

#include <memory>
#include <string>

#include "backends/automation/reader.h"
#include "seam/seam.h"

namespace rx_outlook::addin {

extern const Backend kOpenProfile;

// Returns the reader of the accounts. It looks while a client asks for them or listens to their
// list. Any thread; no lock.
const std::shared_ptr<automation::Reader>& AccountsReader();

// Sets the profile for later calls of kOpenProfile.enter; empty when it is unknown, and then every
// profile is passed on to Outlook. One value for the process, as Outlook has one profile open.
// Any thread; takes the value's mutex.
void SetOpenProfile(std::wstring name);

}  // namespace rx_outlook::addin

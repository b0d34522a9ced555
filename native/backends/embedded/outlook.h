// The embedded Outlook: the profiles of the process, and the backend that opens them.
#pragma once

#include <memory>
#include <string>

#include "backends/embedded/profile.h"
#include "seam/seam.h"

namespace rx_outlook::embedded {

extern const Backend kBackend;

// A new profile, online; null when the name is taken. Any thread; takes the table's mutex.
std::shared_ptr<Profile> CreateProfile(const std::u16string& name, std::shared_ptr<Faults> group);

// The profile of that name; null when there is none. Any thread; takes the table's mutex.
std::shared_ptr<Profile> FindProfile(const std::u16string& name);

// Takes the profile away from its clients and its name out of the table. Idempotent.
// Any thread; takes the table's mutex.
void RemoveProfile(const std::shared_ptr<Profile>& profile);

// The documented HrOpenOfflineObj over those profiles.
HRESULT HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileName, const GUID* pGUID,
                         const GUID* pReserved, IMAPIOfflineMgr** ppOfflineObj) noexcept;

}  // namespace rx_outlook::embedded

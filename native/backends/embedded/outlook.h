// The embedded Outlook: its profiles, and the backend that opens them.
#pragma once

#include <memory>
#include <string>

#include "abi/surroundings.h"
#include "backends/embedded/profile.h"
#include "seam/seam.h"

namespace rx_outlook::embedded {

extern const Backend kBackend;

// A new profile, online, of the realm alone, or of the process; null when the name is taken there.
// Any thread; takes the table's mutex.
std::shared_ptr<Profile> CreateProfile(const std::u16string& name, std::shared_ptr<Faults> group,
                                       Realm realm = kNoRealm);

// The profile that the realm knows by that name: its own one, else the process's; null when there
// is none. Any thread; takes the table's mutex.
std::shared_ptr<Profile> FindProfile(const std::u16string& name, Realm realm = kNoRealm);

// Takes the profile away from its clients and its name out of the table. Idempotent.
// Any thread; takes the table's mutex.
void RemoveProfile(const std::shared_ptr<Profile>& profile);

// The same for all profiles of a realm that ends; calls that are held in them go on. Where there
// is no memory for it, clients are not told. Any thread; takes the table's mutex.
void RemoveProfilesOf(Realm realm) noexcept;

// The documented HrOpenOfflineObj over the profiles of the process.
HRESULT HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileName, const GUID* pGUID,
                         const GUID* pReserved, IMAPIOfflineMgr** ppOfflineObj) noexcept;

}  // namespace rx_outlook::embedded

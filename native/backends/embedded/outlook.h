// The embedded Outlook: the table of its profiles, and the backend "embedded" that opens them. Any
// thread; the functions take the table's mutex.
#pragma once

#include <memory>
#include <string>

#include "abi/surroundings.h"
#include "backends/embedded/profile.h"
#include "seam/seam.h"

namespace rx_outlook::embedded {

extern const Backend kBackend;

// Makes a profile that is online and visible in the realm, or for kNoRealm in the whole process.
// Returns null when the name exists there.
std::shared_ptr<Profile> CreateProfile(const std::u16string& name, std::shared_ptr<Faults> group,
                                       Realm realm = kNoRealm);

// Returns the realm's own profile of that name, otherwise the process's; null when neither exists.
std::shared_ptr<Profile> FindProfile(const std::u16string& name, Realm realm = kNoRealm);

// Removes the profile from its clients and from the table. Idempotent.
void RemoveProfile(const std::shared_ptr<Profile>& profile);

// Removes all profiles of a realm that ends, and releases the calls held in them. Does not notify
// the clients when out of memory.
void RemoveProfilesOf(Realm realm) noexcept;

// The documented HrOpenOfflineObj for the process's profiles.
HRESULT HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileName, const GUID* pGUID,
                         const GUID* pReserved, IMAPIOfflineMgr** ppOfflineObj) noexcept;

}  // namespace rx_outlook::embedded

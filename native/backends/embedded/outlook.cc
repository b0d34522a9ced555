#include "backends/embedded/outlook.h"

#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "backends/embedded/offline_object.h"

namespace rx_outlook::embedded {
namespace {

using Profiles = std::map<std::pair<Realm, std::u16string>, std::shared_ptr<Profile>>;

// Never destroyed: our threads may outlive static destruction.
struct Table {
  std::mutex mutex;
  Profiles profiles;
};

Table& TheTable() {
  static Table* const table = new Table;
  return *table;
}

std::u16string FromWide(LPCWSTR text) {
  std::u16string name;
  while (*text != 0) name.push_back(static_cast<char16_t>(*text++));
  return name;
}

// `missing`: the answer when it is removed meanwhile.
HRESULT OpenObject(std::shared_ptr<Profile> opened, HRESULT missing, IMAPIOfflineMgr** object) {
  const HRESULT hr = opened->Meet(Call::kOpen);
  if (opened->removed()) return missing;
  if (FAILED(hr)) return hr;
  *object = MakeCom<OfflineObject>(std::move(opened)).Detach();
  return S_OK;
}

HRESULT OpenTarget(const Target& target, Realm realm, IMAPIOfflineMgr** object) {
  std::shared_ptr<Profile> profile = FindProfile(target.profile, realm);
  if (!profile) return MAPI_E_NOT_FOUND;
  if (target.account.empty()) return OpenObject(std::move(profile), MAPI_E_NOT_FOUND, object);
  std::shared_ptr<Profile> account = profile->FindAccount(target.account);
  const HRESULT hr = account ? OpenObject(std::move(account), ERR_ACCOUNT_NOT_FOUND, object)
                             : ERR_ACCOUNT_NOT_FOUND;
  return hr == ERR_ACCOUNT_NOT_FOUND && profile->removed() ? MAPI_E_NOT_FOUND : hr;
}

class Embedded final : public Opener {
 public:
  void SetSurroundings(const Surroundings& surroundings) override { realm_ = surroundings.realm; }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation&) override {
    return OpenTarget(target, realm_, object);
  }

  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation&) override {
    const std::shared_ptr<Profile> found = FindProfile(profile, realm_);
    if (!found) return MAPI_E_NOT_FOUND;
    const HRESULT hr = found->Meet(Call::kListAccounts);
    if (FAILED(hr)) return hr;
    accounts = found->Accounts();
    return found->removed() ? MAPI_E_NOT_FOUND : S_OK;
  }

  // In the order of their names: there is no default profile.
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation&) override {
    std::set<std::u16string> known;
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    for (const auto& [key, profile] : table.profiles) {
      if (key.first == realm_ || key.first == kNoRealm) known.insert(key.second);
    }
    names.assign(known.begin(), known.end());
    return S_OK;
  }

 private:
  Realm realm_ = kNoRealm;  // of the current call
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<Embedded>();
  return S_OK;
}

}  // namespace

const Backend kBackend = {"embedded", Enter};

std::shared_ptr<Profile> CreateProfile(const std::u16string& name, std::shared_ptr<Faults> group,
                                       Realm realm) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  const Profiles::key_type key{realm, name};
  if (table.profiles.count(key) > 0) return nullptr;
  // Made first: without memory the table has no entry.
  auto profile = std::make_shared<Profile>(name, std::move(group), realm);
  table.profiles.emplace(key, profile);
  return profile;
}

std::shared_ptr<Profile> FindProfile(const std::u16string& name, Realm realm) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  auto found = table.profiles.find({realm, name});
  if (found == table.profiles.end()) found = table.profiles.find({kNoRealm, name});
  return found == table.profiles.end() ? nullptr : found->second;
}

void RemoveProfile(const std::shared_ptr<Profile>& profile) {
  {
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    const auto found = table.profiles.find({profile->realm(), profile->name()});
    if (found != table.profiles.end() && found->second == profile) table.profiles.erase(found);
  }
  profile->Remove();
}

void RemoveProfilesOf(Realm realm) noexcept {
  Profiles removed;
  {
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    auto next = table.profiles.lower_bound({realm, {}});
    while (next != table.profiles.end() && next->first.first == realm) {
      removed.insert(table.profiles.extract(next++));
    }
  }
  for (const auto& [key, profile] : removed) profile->Remove();
  // Only now: a released call then finds its profile removed.
  for (const auto& [key, profile] : removed) profile->group()->ReleaseAll();
}

HRESULT HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileName, const GUID* pGUID,
                         const GUID* pReserved, IMAPIOfflineMgr** ppOfflineObj) noexcept {
  if (ppOfflineObj == nullptr) return E_INVALIDARG;
  *ppOfflineObj = nullptr;
  if (ulReserved != 0 || pwszProfileName == nullptr || pGUID == nullptr ||
      *pGUID != GUID_GlobalState || pReserved != nullptr) {
    return E_INVALIDARG;
  }
  try {
    return OpenTarget({FromWide(pwszProfileName)}, kNoRealm, ppOfflineObj);
  } catch (const std::exception&) {
    return E_OUTOFMEMORY;
  }
}

}  // namespace rx_outlook::embedded

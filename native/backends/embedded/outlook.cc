#include "backends/embedded/outlook.h"

#include <exception>
#include <map>
#include <mutex>
#include <utility>

#include "backends/embedded/offline_object.h"

namespace rx_outlook::embedded {
namespace {

// The profiles are the process's: every worker sees the same ones. Never destroyed, since threads
// of ours may outlive static destruction.
struct Table {
  std::mutex mutex;
  std::map<std::u16string, std::shared_ptr<Profile>> profiles;
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

HRESULT OpenProfile(const std::u16string& name, IMAPIOfflineMgr** object) {
  std::shared_ptr<Profile> profile = FindProfile(name);
  if (!profile) return MAPI_E_NOT_FOUND;
  const HRESULT hr = profile->Meet(Call::kOpen);
  if (profile->removed()) return MAPI_E_NOT_FOUND;
  if (FAILED(hr)) return hr;
  *object = MakeCom<OfflineObject>(std::move(profile)).Detach();
  return S_OK;
}

class Embedded final : public Opener {
 public:
  HRESULT Open(const std::u16string& profile, IMAPIOfflineMgr** object, Explanation&) override {
    static_assert(sizeof(WCHAR) == sizeof(char16_t));
    const auto* const wide = reinterpret_cast<LPCWSTR>(profile.c_str());
    return HrOpenOfflineObj(0, wide, &GUID_GlobalState, nullptr, object);
  }

  // None of them is the default one.
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation&) override {
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    for (const auto& [name, profile] : table.profiles) names.push_back(name);
    return S_OK;
  }
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<Embedded>();
  return S_OK;
}

}  // namespace

const Backend kBackend = {"embedded", Enter};

std::shared_ptr<Profile> CreateProfile(const std::u16string& name, std::shared_ptr<Faults> group) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  const auto [entry, inserted] = table.profiles.try_emplace(name);
  if (!inserted) return nullptr;
  entry->second = std::make_shared<Profile>(name, std::move(group));
  return entry->second;
}

std::shared_ptr<Profile> FindProfile(const std::u16string& name) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  const auto found = table.profiles.find(name);
  return found == table.profiles.end() ? nullptr : found->second;
}

void RemoveProfile(const std::shared_ptr<Profile>& profile) {
  {
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    const auto found = table.profiles.find(profile->name());
    if (found != table.profiles.end() && found->second == profile) table.profiles.erase(found);
  }
  profile->Remove();
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
    return OpenProfile(FromWide(pwszProfileName), ppOfflineObj);
  } catch (const std::exception&) {
    return E_OUTOFMEMORY;
  }
}

}  // namespace rx_outlook::embedded

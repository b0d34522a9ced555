#include "backends/msmapi/user_profiles.h"

#include <algorithm>

#include "base/utf.h"
#include "base/windows/registry.h"
#include "base/windows/system.h"

namespace rx_outlook::msmapi {
namespace {

struct Place {
  const wchar_t* profiles;      // each subkey is a profile
  const wchar_t* default_name;  // the key that has the value DefaultProfile
};

// Newest first. An Outlook uses only the keys of its version; an upgrade leaves older ones behind.
constexpr Place kPlaces[] = {
    {LR"(Software\Microsoft\Office\16.0\Outlook\Profiles)",
     LR"(Software\Microsoft\Office\16.0\Outlook)"},
    {LR"(Software\Microsoft\Office\15.0\Outlook\Profiles)",
     LR"(Software\Microsoft\Office\15.0\Outlook)"},
    {LR"(Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles)",
     LR"(Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles)"},
};

// Whether our functions accept the name; other names are not listed.
bool IsUsable(const std::u16string& name) {
  try {
    return !rx_outlook::ToUtf8(name).empty();
  } catch (const UtfError&) {
    return false;
  }
}

}  // namespace

HRESULT ListUserProfiles(std::vector<std::u16string>& names, Explanation& why) {
  for (const Place& place : kPlaces) {
    const RegistryKey key(HKEY_CURRENT_USER, place.profiles);
    std::vector<std::wstring> found;
    const LSTATUS status = key.ListSubkeys(found);
    if (status == ERROR_FILE_NOT_FOUND) continue;
    if (status != ERROR_SUCCESS) {
      why = {"RegEnumKeyEx", "The registry's key HKEY_CURRENT_USER\\" + ToUtf8(place.profiles) +
                                 " cannot be read: " + ErrorText(static_cast<DWORD>(status)) + "."};
      return HRESULT_FROM_WIN32(static_cast<DWORD>(status));
    }
    for (const std::wstring& name : found) {
      if (IsUsable(AsUtf16(name))) names.push_back(AsUtf16(name));
    }
    if (names.empty()) continue;
    std::sort(names.begin(), names.end());
    const std::wstring first =
        RegistryKey(HKEY_CURRENT_USER, place.default_name).Text(L"DefaultProfile");
    // At most one: names of registry keys are unique.
    const auto found_first = std::find_if(
        names.begin(), names.end(),
        [&first](const std::u16string& name) { return SameName(first, AsWide(name)); });
    if (found_first != names.end()) std::rotate(names.begin(), found_first, found_first + 1);
    return S_OK;
  }
  return S_OK;
}

}  // namespace rx_outlook::msmapi

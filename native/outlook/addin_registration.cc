#include "outlook/addin_registration.h"

#include "outlook/addin_identity.h"
#include "outlook/user_registry.h"

namespace rx_outlook::outlook {
namespace {

std::wstring ProgIdKey() { return std::wstring(LR"(Software\Classes\)") + kProgId; }

// What COM needs to know, for each bitness of its own.
std::vector<RegistryValue> ClassValues(Bitness bitness, const std::wstring& dll) {
  const std::wstring key = ClassKey(bitness);
  const std::wstring server = key + LR"(\InprocServer32)";
  return {
      {key, L"", kFriendlyName},
      {server, L"", dll},
      // Outlook makes it on its main thread, and there it is called.
      {server, L"ThreadingModel", L"Apartment"},
      {key + LR"(\ProgID)", L"", kProgId},
  };
}

std::vector<RegistryValue> SharedValues() {
  return {
      {ProgIdKey(), L"", kFriendlyName},
      {ProgIdKey() + LR"(\CLSID)", L"", kClsidText},
      {AddinKey(), L"FriendlyName", kFriendlyName},
      {AddinKey(), L"Description", kDescription},
      {AddinKey(), L"LoadBehavior", L"", kLoadAtStartUp},
  };
}

// The values, then their keys, the inner ones first.
LSTATUS Remove(const std::vector<RegistryValue>& values, bool& any) {
  for (const RegistryValue& value : values) {
    const LSTATUS status = DeleteValue(value.key, value.name);
    if (status == ERROR_SUCCESS) any = true;
    if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND) return status;
  }
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    const LSTATUS status = DeleteEmptyKey(value->key);
    if (status != ERROR_SUCCESS) return status;
  }
  return DeleteEmptyKey(values.front().key);
}

bool IsRegistered(Bitness bitness) { return HasKey(ClassKey(bitness) + LR"(\InprocServer32)"); }

}  // namespace

bool IsWindows64() {
  // Only there is there such a folder.
  wchar_t folder[MAX_PATH];
  return GetSystemWow64DirectoryW(folder, MAX_PATH) > 0;
}

std::wstring AddinKey() {
  return std::wstring(LR"(Software\Microsoft\Office\Outlook\Addins\)") + kProgId;
}

std::wstring ClassKey(Bitness bitness) {
  const bool isOther = bitness == Bitness::kX86 && IsWindows64();
  const wchar_t* const classes =
      isOther ? LR"(Software\Classes\Wow6432Node\CLSID\)" : LR"(Software\Classes\CLSID\)";
  return std::wstring(classes) + kClsidText;
}

std::vector<RegistryValue> ValuesOf(Bitness bitness, const std::wstring& dll) {
  std::vector<RegistryValue> values = ClassValues(bitness, dll);
  const std::vector<RegistryValue> shared = SharedValues();
  // Outlook's own last: it is not to look for what is not there yet.
  values.insert(values.end(), shared.begin(), shared.end());
  return values;
}

HRESULT Register(Bitness bitness, const std::wstring& dll) {
  if (bitness == Bitness::kX64 && !IsWindows64()) return HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
  for (const RegistryValue& value : ValuesOf(bitness, dll)) {
    const LSTATUS status = WriteValue(value);
    if (status != ERROR_SUCCESS) return HRESULT_FROM_WIN32(status);
  }
  return S_OK;
}

HRESULT Unregister(Bitness bitness) {
  const Bitness other = bitness == Bitness::kX86 ? Bitness::kX64 : Bitness::kX86;
  if (bitness == Bitness::kX64 && !IsWindows64()) return S_FALSE;
  const bool isLast = !IsWindows64() || !IsRegistered(other);
  bool any = false;
  // Outlook's own first, for the same reason.
  LSTATUS status = isLast ? Remove(SharedValues(), any) : ERROR_SUCCESS;
  if (status == ERROR_SUCCESS) status = Remove(ClassValues(bitness, {}), any);
  if (status == ERROR_SUCCESS) status = DeleteMadeKeys(isLast);
  if (status != ERROR_SUCCESS) return HRESULT_FROM_WIN32(status);
  return any ? S_OK : S_FALSE;
}

}  // namespace rx_outlook::outlook

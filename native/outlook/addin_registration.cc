#include "outlook/addin_registration.h"

#include "base/windows/registry.h"
#include "outlook/addin_identity.h"
#include "outlook/made_keys.h"

namespace rx_outlook::outlook {
namespace {

const HKEY kRoot = HKEY_CURRENT_USER;
constexpr REGSAM kView = KEY_WOW64_64KEY;

std::wstring ProgIdKey() { return std::wstring(LR"(Software\Classes\)") + kProgId; }

// The values that COM reads, in the keys of one bitness.
std::vector<RegistryValue> ClassValues(Bitness bitness, const std::wstring& dll) {
  const std::wstring key = ClassKey(bitness);
  const std::wstring server = key + LR"(\InprocServer32)";
  return {
      {key, L"", kFriendlyName},
      {server, L"", dll},
      // Outlook makes the add-in on its main thread, and calls it on that thread.
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

LSTATUS Write(const RegistryValue& value) {
  const LSTATUS status = NoteMissingKeys(value.key);
  if (status != ERROR_SUCCESS) return status;
  const RegistryKey key = RegistryKey::Create(kRoot, value.key.c_str(), kView);
  const wchar_t* const name = value.name.c_str();
  return value.text.empty() ? key.SetNumber(name, value.number) : key.SetText(name, value.text);
}

LSTATUS DeleteIfEmpty(const std::wstring& key) {
  return RegistryKey::DeleteIfEmpty(kRoot, key.c_str(), kView);
}

// Deletes the values, then their keys, inner ones first. Sets `any` when a value existed.
LSTATUS Remove(const std::vector<RegistryValue>& values, bool& any) {
  for (const RegistryValue& value : values) {
    const RegistryKey key = RegistryKey::Writable(kRoot, value.key.c_str(), kView);
    const LSTATUS status = key.DeleteValue(value.name.c_str());
    if (status == ERROR_SUCCESS) any = true;
    if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND) return status;
  }
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    const LSTATUS status = DeleteIfEmpty(value->key);
    if (status != ERROR_SUCCESS) return status;
  }
  return DeleteIfEmpty(values.front().key);
}

bool IsRegistered(Bitness bitness) {
  const std::wstring server = ClassKey(bitness) + LR"(\InprocServer32)";
  return !RegistryKey(kRoot, server.c_str(), kView).is_missing();
}

}  // namespace

bool IsWindows64() {
  // 32-bit Windows has no such folder.
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
  // Outlook's own values last, so that Outlook does not look for a class that is not registered
  // yet.
  values.insert(values.end(), shared.begin(), shared.end());
  return values;
}

HRESULT Register(Bitness bitness, const std::wstring& dll) {
  if (bitness == Bitness::kX64 && !IsWindows64()) return HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
  for (const RegistryValue& value : ValuesOf(bitness, dll)) {
    const LSTATUS status = Write(value);
    if (status != ERROR_SUCCESS) return HRESULT_FROM_WIN32(status);
  }
  return S_OK;
}

HRESULT Unregister(Bitness bitness) {
  const Bitness other = bitness == Bitness::kX86 ? Bitness::kX64 : Bitness::kX86;
  if (bitness == Bitness::kX64 && !IsWindows64()) return S_FALSE;
  const bool isLast = !IsWindows64() || !IsRegistered(other);
  bool any = false;
  // Outlook's own values first, for the same reason.
  LSTATUS status = isLast ? Remove(SharedValues(), any) : ERROR_SUCCESS;
  if (status == ERROR_SUCCESS) status = Remove(ClassValues(bitness, {}), any);
  if (status == ERROR_SUCCESS) status = DeleteMadeKeys(isLast);
  if (status != ERROR_SUCCESS) return HRESULT_FROM_WIN32(status);
  return any ? S_OK : S_FALSE;
}

}  // namespace rx_outlook::outlook

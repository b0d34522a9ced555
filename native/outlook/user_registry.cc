#include "outlook/user_registry.h"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace rx_outlook::outlook {
namespace {

// The keys that were not there, the outer before the inner, for as long as we are registered.
constexpr wchar_t kOwnKey[] = LR"(Software\rx-outlook)";
constexpr wchar_t kMadeKeys[] = L"MadeKeys";

struct CloseKey {
  void operator()(HKEY key) const noexcept { RegCloseKey(key); }
};
using Key = std::unique_ptr<std::remove_pointer_t<HKEY>, CloseKey>;

// The view of a process of 64 bits, wherever there is one.
LSTATUS Open(const std::wstring& path, REGSAM access, Key& key) {
  HKEY opened = nullptr;
  const LSTATUS status =
      RegOpenKeyExW(HKEY_CURRENT_USER, path.c_str(), 0, access | KEY_WOW64_64KEY, &opened);
  if (status == ERROR_SUCCESS) key.reset(opened);
  return status;
}

LSTATUS Create(const std::wstring& path, Key& key) {
  HKEY created = nullptr;
  const LSTATUS status =
      RegCreateKeyExW(HKEY_CURRENT_USER, path.c_str(), 0, nullptr, REG_OPTION_NON_VOLATILE,
                      KEY_SET_VALUE | KEY_WOW64_64KEY, nullptr, &created, nullptr);
  if (status == ERROR_SUCCESS) key.reset(created);
  return status;
}

LSTATUS Set(const Key& key, const wchar_t* name, DWORD type, const void* data, std::size_t bytes) {
  return RegSetValueExW(key.get(), name, 0, type, static_cast<const BYTE*>(data),
                        static_cast<DWORD>(bytes));
}

LSTATUS ReadMadeKeys(std::vector<std::wstring>& paths) {
  Key key;
  if (const LSTATUS status = Open(kOwnKey, KEY_QUERY_VALUE, key); status != ERROR_SUCCESS) {
    return status == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : status;
  }
  DWORD bytes = 0;
  LSTATUS status =
      RegGetValueW(key.get(), nullptr, kMadeKeys, RRF_RT_REG_MULTI_SZ, nullptr, nullptr, &bytes);
  std::wstring text(bytes / sizeof(wchar_t) + 1, L'\0');
  if (status == ERROR_SUCCESS) {
    status = RegGetValueW(key.get(), nullptr, kMadeKeys, RRF_RT_REG_MULTI_SZ, nullptr, text.data(),
                          &bytes);
  }
  if (status == ERROR_FILE_NOT_FOUND) return ERROR_SUCCESS;
  if (status != ERROR_SUCCESS) return status;
  for (const wchar_t* path = text.c_str(); *path != L'\0'; path += paths.back().size() + 1) {
    paths.emplace_back(path);
  }
  return ERROR_SUCCESS;
}

LSTATUS WriteMadeKeys(const std::vector<std::wstring>& paths) {
  if (paths.empty()) {
    const LSTATUS status = DeleteValue(kOwnKey, kMadeKeys);
    if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND) return status;
    return DeleteEmptyKey(kOwnKey);
  }
  std::wstring text;
  for (const std::wstring& path : paths) text.append(path).push_back(L'\0');
  Key key;
  const LSTATUS status = Create(kOwnKey, key);
  if (status != ERROR_SUCCESS) return status;
  return Set(key, kMadeKeys, REG_MULTI_SZ, text.c_str(), (text.size() + 1) * sizeof(wchar_t));
}

// Before they are made: what is noted and not there does no harm.
LSTATUS NoteMissing(const std::wstring& path) {
  std::vector<std::wstring> missing;
  for (std::size_t end = path.find(L'\\');; end = path.find(L'\\', end + 1)) {
    std::wstring part = path.substr(0, end);
    if (!HasKey(part)) missing.push_back(std::move(part));
    if (end == std::wstring::npos) break;
  }
  if (missing.empty()) return ERROR_SUCCESS;
  std::vector<std::wstring> noted;
  const LSTATUS status = ReadMadeKeys(noted);
  if (status != ERROR_SUCCESS) return status;
  for (std::wstring& part : missing) {
    if (std::find(noted.begin(), noted.end(), part) == noted.end()) {
      noted.push_back(std::move(part));
    }
  }
  return WriteMadeKeys(noted);
}

}  // namespace

LSTATUS WriteValue(const RegistryValue& value) {
  LSTATUS status = NoteMissing(value.key);
  if (status != ERROR_SUCCESS) return status;
  Key key;
  status = Create(value.key, key);
  if (status != ERROR_SUCCESS) return status;
  const wchar_t* const name = value.name.c_str();
  if (value.text.empty()) return Set(key, name, REG_DWORD, &value.number, sizeof(value.number));
  return Set(key, name, REG_SZ, value.text.c_str(), (value.text.size() + 1) * sizeof(wchar_t));
}

LSTATUS DeleteValue(const std::wstring& path, const std::wstring& name) {
  Key key;
  const LSTATUS status = Open(path, KEY_SET_VALUE, key);
  return status == ERROR_SUCCESS ? RegDeleteValueW(key.get(), name.c_str()) : status;
}

bool HasKey(const std::wstring& path) {
  Key key;
  return Open(path, KEY_QUERY_VALUE, key) != ERROR_FILE_NOT_FOUND;
}

LSTATUS DeleteEmptyKey(const std::wstring& path) {
  DWORD subkeys = 0;
  DWORD values = 0;
  {
    Key key;
    LSTATUS status = Open(path, KEY_QUERY_VALUE, key);
    if (status == ERROR_FILE_NOT_FOUND) return ERROR_SUCCESS;
    if (status == ERROR_SUCCESS) {
      status = RegQueryInfoKeyW(key.get(), nullptr, nullptr, nullptr, &subkeys, nullptr, nullptr,
                                &values, nullptr, nullptr, nullptr, nullptr);
    }
    if (status != ERROR_SUCCESS) return status;
  }
  if (subkeys > 0 || values > 0) return ERROR_SUCCESS;
  return RegDeleteKeyExW(HKEY_CURRENT_USER, path.c_str(), KEY_WOW64_64KEY, 0);
}

LSTATUS DeleteMadeKeys(bool forget) {
  std::vector<std::wstring> paths;
  LSTATUS status = ReadMadeKeys(paths);
  if (status != ERROR_SUCCESS) return status;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    status = DeleteEmptyKey(*path);
    if (status != ERROR_SUCCESS) return status;
  }
  const auto isGone = [forget](const std::wstring& path) { return forget || !HasKey(path); };
  paths.erase(std::remove_if(paths.begin(), paths.end(), isGone), paths.end());
  return WriteMadeKeys(paths);
}

}  // namespace rx_outlook::outlook

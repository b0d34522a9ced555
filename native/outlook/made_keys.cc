#include "outlook/made_keys.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/windows/registry.h"

namespace rx_outlook::outlook {
namespace {

const HKEY kRoot = HKEY_CURRENT_USER;
constexpr REGSAM kView = KEY_WOW64_64KEY;

// The value of the list, outer keys before inner ones. It exists while the add-in is registered.
constexpr wchar_t kOwnKey[] = LR"(Software\rx-outlook)";
constexpr wchar_t kMadeKeys[] = L"MadeKeys";

bool IsMissing(const std::wstring& path) {
  return RegistryKey(kRoot, path.c_str(), kView).is_missing();
}

LSTATUS ReadList(std::vector<std::wstring>& paths) {
  return RegistryKey(kRoot, kOwnKey, kView).ReadTexts(kMadeKeys, paths);
}

LSTATUS WriteList(const std::vector<std::wstring>& paths) {
  if (!paths.empty()) return RegistryKey::Create(kRoot, kOwnKey, kView).SetTexts(kMadeKeys, paths);
  const LSTATUS status = RegistryKey::Writable(kRoot, kOwnKey, kView).DeleteValue(kMadeKeys);
  if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND) return status;
  return RegistryKey::DeleteIfEmpty(kRoot, kOwnKey, kView);
}

}  // namespace

LSTATUS NoteMissingKeys(const std::wstring& path) {
  std::vector<std::wstring> missing;
  for (std::size_t end = path.find(L'\\');; end = path.find(L'\\', end + 1)) {
    std::wstring part = path.substr(0, end);
    if (IsMissing(part)) missing.push_back(std::move(part));
    if (end == std::wstring::npos) break;
  }
  if (missing.empty()) return ERROR_SUCCESS;
  std::vector<std::wstring> noted;
  const LSTATUS status = ReadList(noted);
  if (status != ERROR_SUCCESS) return status;
  for (std::wstring& part : missing) {
    if (std::find(noted.begin(), noted.end(), part) == noted.end()) {
      noted.push_back(std::move(part));
    }
  }
  return WriteList(noted);
}

LSTATUS DeleteMadeKeys(bool forget) {
  std::vector<std::wstring> paths;
  LSTATUS status = ReadList(paths);
  if (status != ERROR_SUCCESS) return status;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    status = RegistryKey::DeleteIfEmpty(kRoot, path->c_str(), kView);
    if (status != ERROR_SUCCESS) return status;
  }
  const auto is_done = [forget](const std::wstring& path) { return forget || IsMissing(path); };
  paths.erase(std::remove_if(paths.begin(), paths.end(), is_done), paths.end());
  return WriteList(paths);
}

}  // namespace rx_outlook::outlook

// Checks the list of made keys, with keys of its own below HKEY_CURRENT_USER, and deletes them.
#include "outlook/made_keys.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/windows/registry.h"
#include "tally.h"

using rx_outlook::RegistryKey;
using rx_outlook::outlook::DeleteMadeKeys;
using rx_outlook::outlook::NoteMissingKeys;
using rx_outlook::test::Check;

namespace {

const HKEY kRoot = HKEY_CURRENT_USER;
constexpr REGSAM kView = KEY_WOW64_64KEY;
const std::wstring kTop =
    LR"(Software\rx-outlook-made-keys-test-)" + std::to_wstring(GetCurrentProcessId());
const std::wstring kInner = kTop + LR"(\Inner)";

bool IsMissing(const std::wstring& path) {
  return RegistryKey(kRoot, path.c_str(), kView).is_missing();
}

RegistryKey Create(const std::wstring& path) {
  return RegistryKey::Create(kRoot, path.c_str(), kView);
}

bool IsListed(const std::wstring& path) {
  std::vector<std::wstring> paths;
  const RegistryKey key(kRoot, LR"(Software\rx-outlook)", kView);
  return key.ReadTexts(L"MadeKeys", paths) == ERROR_SUCCESS &&
         std::count(paths.begin(), paths.end(), path) == 1;
}

void CheckUndone() {
  Check(NoteMissingKeys(kInner) == ERROR_SUCCESS && IsListed(kTop) && IsListed(kInner) &&
            !IsListed(L"Software"),
        "a missing key and those above it are listed, an existing one is not");
  Check(IsMissing(kTop), "listing a key does not make it");
  Check(NoteMissingKeys(kInner) == ERROR_SUCCESS && IsListed(kInner), "a key is listed once");
  Check(Create(kInner).exists() && DeleteMadeKeys(false) == ERROR_SUCCESS && IsMissing(kTop),
        "the made keys are deleted, inner ones first");
  Check(!IsListed(kTop) && !IsListed(kInner), "a deleted key is no longer listed");
}

void CheckUsedByAnother() {
  Check(NoteMissingKeys(kInner) == ERROR_SUCCESS &&
            Create(kInner).SetNumber(L"another's", 1) == ERROR_SUCCESS &&
            DeleteMadeKeys(false) == ERROR_SUCCESS && !IsMissing(kInner),
        "a key with another program's value stays");
  Check(IsListed(kTop) && IsListed(kInner), "and stays listed, to be deleted later");
  Check(DeleteMadeKeys(true) == ERROR_SUCCESS && !IsMissing(kInner) && !IsListed(kInner),
        "forgetting removes it from the list and not from the registry");
  Check(NoteMissingKeys(kInner) == ERROR_SUCCESS && !IsListed(kInner),
        "an existing key is not listed again");
}

void CheckExisting() {
  Check(RegistryKey::Writable(kRoot, kInner.c_str(), kView).DeleteValue(L"another's") ==
                ERROR_SUCCESS &&
            DeleteMadeKeys(true) == ERROR_SUCCESS && !IsMissing(kInner),
        "an empty key that is not listed stays");
  Check(RegistryKey::DeleteIfEmpty(kRoot, kInner.c_str(), kView) == ERROR_SUCCESS &&
            RegistryKey::DeleteIfEmpty(kRoot, kTop.c_str(), kView) == ERROR_SUCCESS,
        "the test's own keys are deleted");
}

}  // namespace

int main() {
  CheckUndone();
  CheckUsedByAnother();
  CheckExisting();
  return rx_outlook::test::Finish();
}

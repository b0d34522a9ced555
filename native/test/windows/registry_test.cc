// Checks RegistryKey on keys of its own below HKEY_CURRENT_USER, and deletes them.
#include "base/windows/registry.h"

#include <string>
#include <utility>
#include <vector>

#include "tally.h"

using rx_outlook::RegistryKey;
using rx_outlook::test::Check;
using Texts = std::vector<std::wstring>;
using namespace std::string_literals;

namespace {

const HKEY kRoot = HKEY_CURRENT_USER;
constexpr REGSAM kView = KEY_WOW64_64KEY;
const std::wstring kTop =
    LR"(Software\rx-outlook-registry-test-)" + std::to_wstring(GetCurrentProcessId());
const std::wstring kInner = kTop + LR"(\Inner)";

RegistryKey Read(const std::wstring& path) { return {kRoot, path.c_str(), kView}; }

RegistryKey Writable(const std::wstring& path) {
  return RegistryKey::Writable(kRoot, path.c_str(), kView);
}

RegistryKey Create(const std::wstring& path) {
  return RegistryKey::Create(kRoot, path.c_str(), kView);
}

LSTATUS DeleteIfEmpty(const std::wstring& path) {
  return RegistryKey::DeleteIfEmpty(kRoot, path.c_str(), kView);
}

void CheckMissingKey() {
  const RegistryKey key = Read(kTop);
  Texts texts;
  Check(!key.exists() && key.is_missing() && key.status() == ERROR_FILE_NOT_FOUND,
        "a missing key reports that it is missing");
  Check(key.Text(L"text").empty() && !key.Number(L"number") && key.AnsiData("text").empty() &&
            key.Values().empty(),
        "a missing key has no values");
  Check(key.ListSubkeys(texts) == ERROR_FILE_NOT_FOUND && texts.empty(),
        "a missing key has no subkeys");
  Check(key.ReadTexts(L"texts", texts) == ERROR_SUCCESS && texts.empty(),
        "a missing key has an empty list of strings");
  const RegistryKey writable = Writable(kTop);
  Check(writable.SetText(L"text", L"written") == ERROR_FILE_NOT_FOUND &&
            writable.SetNumber(L"number", 1) == ERROR_FILE_NOT_FOUND &&
            writable.SetTexts(L"texts", {L"written"}) == ERROR_FILE_NOT_FOUND &&
            writable.DeleteValue(L"text") == ERROR_FILE_NOT_FOUND,
        "writing to a missing key returns ERROR_FILE_NOT_FOUND");
  Check(Read(kTop).is_missing(), "opening a missing key for writing does not make it");
  Check(DeleteIfEmpty(kTop) == ERROR_SUCCESS, "deleting a missing key succeeds");
}

void CheckCreate() {
  Check(Create(kInner).exists(), "Create makes a missing key");
  Texts names;
  Check(Read(kTop).ListSubkeys(names) == ERROR_SUCCESS && names == Texts{L"Inner"},
        "Create makes the key above it");
  Check(Create(kInner).exists(), "Create opens an existing key");
}

void CheckValues() {
  const Texts list{L"first", L"the second, longer", L"3"};
  const RegistryKey written = Create(kInner);
  Check(written.SetText(L"text", L"a text") == ERROR_SUCCESS &&
            written.SetText(L"", L"own") == ERROR_SUCCESS &&
            written.SetNumber(L"number", 0xFFFF'FFFE) == ERROR_SUCCESS &&
            written.SetTexts(L"texts", list) == ERROR_SUCCESS,
        "strings, numbers and lists are written");
  const RegistryKey key = Read(kInner);
  Check(key.Text(L"text") == L"a text", "a string is read unchanged");
  Check(key.Text(L"") == L"own", "the empty name is the key's own value");
  Check(key.Number(L"number") == 0xFFFF'FFFE, "a number is read unchanged");
  Texts texts;
  Check(key.ReadTexts(L"texts", texts) == ERROR_SUCCESS && texts == list,
        "a list of strings is read unchanged");
  texts.clear();
  Check(key.ReadTexts(L"none", texts) == ERROR_SUCCESS && texts.empty(),
        "a missing value is an empty list of strings");
  Check(key.ReadTexts(L"text", texts) == ERROR_UNSUPPORTED_TYPE && texts.empty(),
        "a value of another type is not a list of strings");
  Check(!key.Number(L"text") && key.Text(L"number").empty(),
        "a value of another type is neither a string nor a number");
  Check(key.AnsiData("text") == "a text\0"s, "AnsiData returns the NUL as well");
  Check(key.Values().size() == 4, "Values returns every value");
  Check(key.SetText(L"text", L"other") == ERROR_ACCESS_DENIED && key.Text(L"text") == L"a text",
        "a key open for reading cannot be written");
  Check(written.Text(L"text").empty(), "a key open for writing cannot be read");
}

void CheckMove() {
  RegistryKey first = Read(kInner);
  const RegistryKey second(std::move(first));
  Check(second.Text(L"text") == L"a text", "a moved key stays open");
  // NOLINTNEXTLINE(bugprone-use-after-move): the check's subject
  Check(!first.exists() && first.SetNumber(L"number", 1) == ERROR_INVALID_HANDLE,
        "the object it was moved from has no key");
}

void CheckDelete() {
  Check(DeleteIfEmpty(kTop) == ERROR_SUCCESS && Read(kTop).exists(), "a key with subkeys stays");
  Check(DeleteIfEmpty(kInner) == ERROR_SUCCESS && Read(kInner).exists(), "a key with values stays");
  const RegistryKey key = Writable(kInner);
  for (const wchar_t* const name : {L"", L"text", L"number", L"texts"}) {
    Check(key.DeleteValue(name) == ERROR_SUCCESS, "a value is deleted");
  }
  Check(key.DeleteValue(L"text") == ERROR_FILE_NOT_FOUND, "a deleted value is missing");
  Check(DeleteIfEmpty(kInner) == ERROR_SUCCESS && Read(kInner).is_missing(),
        "an empty key is deleted");
  Check(DeleteIfEmpty(kTop) == ERROR_SUCCESS && Read(kTop).is_missing(),
        "the key above it is deleted once it is empty");
}

}  // namespace

int main() {
  CheckMissingKey();
  CheckCreate();
  CheckValues();
  CheckMove();
  CheckDelete();
  return rx_outlook::test::Finish();
}

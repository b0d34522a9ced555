#include "base/windows/registry.h"

#include <userenv.h>

#include <algorithm>
#include <utility>

#include "base/windows/handle.h"

namespace rx_outlook {
namespace {

// A key's name has 255 characters at the most, a value's 16,383.
constexpr DWORD kLongestName = 256;
constexpr DWORD kLongestValueName = 16'384;
constexpr DWORD kLongestPath = 32'768;

// Asks for the size, then for the value, until the one fits the other: others may write meanwhile.
template <typename Text, typename Read>
Text ReadAll(Read read) {
  constexpr DWORD kUnit = sizeof(typename Text::value_type);
  Text text;
  for (DWORD bytes = 0;;) {
    const LSTATUS status = read(text.empty() ? nullptr : text.data(), &bytes);
    if (status != ERROR_SUCCESS && status != ERROR_MORE_DATA) return {};
    if (status == ERROR_SUCCESS && bytes <= text.size() * kUnit) {
      text.resize(bytes / kUnit);
      return text;
    }
    text.resize(bytes / kUnit + 2);
    bytes = static_cast<DWORD>(text.size() * kUnit);
  }
}

// With the variables that the user's next process has, not with this one's: those are JavaScript's
// to change, and another program's setting does not mean them.
std::wstring ExpandedForUser(const std::wstring& text) {
  Handle token;
  if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_IMPERSONATE | TOKEN_DUPLICATE,
                       token.Put()) == 0) {
    return {};
  }
  std::wstring expanded(kLongestPath, L'\0');
  if (ExpandEnvironmentStringsForUserW(token.get(), text.c_str(), expanded.data(), kLongestPath) ==
      0) {
    return {};
  }
  expanded.resize(expanded.find(L'\0'));
  return expanded;
}

}  // namespace

RegistryKey::RegistryKey(HKEY root, const wchar_t* path, REGSAM view)
    : status_(
          RegOpenKeyExW(root, path, 0, KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | view, &key_)) {
  if (status_ != ERROR_SUCCESS) key_ = nullptr;
}

RegistryKey::~RegistryKey() {
  if (key_ != nullptr) RegCloseKey(key_);
}

std::wstring RegistryKey::Text(const wchar_t* name) const {
  if (key_ == nullptr) return {};
  DWORD type = REG_NONE;
  std::wstring text = ReadAll<std::wstring>([&](wchar_t* data, DWORD* bytes) {
    return RegGetValueW(key_, nullptr, name, RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND,
                        &type, data, bytes);
  });
  text.resize(std::min(text.size(), text.find(L'\0')));
  return type == REG_EXPAND_SZ ? ExpandedForUser(text) : text;
}

std::optional<DWORD> RegistryKey::Number(const wchar_t* name) const {
  if (key_ == nullptr) return std::nullopt;
  DWORD number = 0;
  DWORD bytes = sizeof(number);
  const LSTATUS status =
      RegGetValueW(key_, nullptr, name, RRF_RT_REG_DWORD, nullptr, &number, &bytes);
  return status == ERROR_SUCCESS ? std::optional(number) : std::nullopt;
}

std::string RegistryKey::AnsiData(const char* name) const {
  if (key_ == nullptr) return {};
  return ReadAll<std::string>([&](char* data, DWORD* bytes) {
    return RegGetValueA(key_, nullptr, name, RRF_RT_REG_SZ | RRF_RT_REG_MULTI_SZ, nullptr, data,
                        bytes);
  });
}

std::vector<RegistryData> RegistryKey::Values() const {
  std::vector<RegistryData> values;
  if (key_ == nullptr) return values;
  std::wstring name(kLongestValueName, L'\0');
  for (DWORD index = 0;; ++index) {
    DWORD length = kLongestValueName;
    if (RegEnumValueW(key_, index, name.data(), &length, nullptr, nullptr, nullptr, nullptr) !=
        ERROR_SUCCESS) {
      return values;
    }
    RegistryData& value = values.emplace_back();
    value.name = name.substr(0, length);
    value.bytes = ReadAll<std::vector<BYTE>>([&](BYTE* data, DWORD* bytes) {
      return RegQueryValueExW(key_, value.name.c_str(), nullptr, &value.type, data, bytes);
    });
  }
}

LSTATUS RegistryKey::ListSubkeys(std::vector<std::wstring>& names) const {
  if (key_ == nullptr) return status_;
  for (DWORD index = 0;; ++index) {
    std::wstring name(kLongestName, L'\0');
    DWORD length = kLongestName;
    const LSTATUS status =
        RegEnumKeyExW(key_, index, name.data(), &length, nullptr, nullptr, nullptr, nullptr);
    if (status == ERROR_NO_MORE_ITEMS) return ERROR_SUCCESS;
    if (status != ERROR_SUCCESS) return status;
    name.resize(length);
    names.push_back(std::move(name));
  }
}

}  // namespace rx_outlook

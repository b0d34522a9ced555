#include "base/windows/registry.h"

#include <userenv.h>

#include <algorithm>
#include <utility>

#include "base/windows/handle.h"

namespace rx_outlook {
namespace {

// A key's name has at most 255 characters, a value's name 16,383.
constexpr DWORD kLongestName = 256;
constexpr DWORD kLongestValueName = 16'384;
constexpr DWORD kLongestPath = 32'768;

// Asks for the size, then for the value, again while the value has outgrown the size: other
// programs may write meanwhile.
template <typename Data, typename Read>
LSTATUS ReadAll(Data& data, Read read) {
  constexpr DWORD kUnit = sizeof(typename Data::value_type);
  for (DWORD bytes = 0;;) {
    const LSTATUS status = read(data.empty() ? nullptr : data.data(), &bytes);
    if (status != ERROR_SUCCESS && status != ERROR_MORE_DATA) {
      data.clear();
      return status;
    }
    if (status == ERROR_SUCCESS && bytes <= data.size() * kUnit) {
      data.resize(bytes / kUnit);
      return status;
    }
    data.resize(bytes / kUnit + 2);
    bytes = static_cast<DWORD>(data.size() * kUnit);
  }
}

// Uses the variables of the user's next process. JavaScript can change this process's own, and
// another program's setting does not mean those.
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

RegistryKey::RegistryKey(HKEY key, LSTATUS status) noexcept
    : key_(status == ERROR_SUCCESS ? key : nullptr), status_(status) {}

RegistryKey::RegistryKey(HKEY root, const wchar_t* path, REGSAM view) noexcept
    : RegistryKey(Open(root, path, KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | view)) {}

RegistryKey RegistryKey::Open(HKEY root, const wchar_t* path, REGSAM access) noexcept {
  HKEY opened = nullptr;
  const LSTATUS status = RegOpenKeyExW(root, path, 0, access, &opened);
  return {opened, status};
}

RegistryKey RegistryKey::Writable(HKEY root, const wchar_t* path, REGSAM view) noexcept {
  return Open(root, path, KEY_SET_VALUE | view);
}

RegistryKey RegistryKey::Create(HKEY root, const wchar_t* path, REGSAM view) noexcept {
  HKEY created = nullptr;
  const LSTATUS status = RegCreateKeyExW(root, path, 0, nullptr, REG_OPTION_NON_VOLATILE,
                                         KEY_SET_VALUE | view, nullptr, &created, nullptr);
  return {created, status};
}

LSTATUS RegistryKey::DeleteIfEmpty(HKEY root, const wchar_t* path, REGSAM view) noexcept {
  DWORD subkeys = 0;
  DWORD values = 0;
  {
    const RegistryKey key = Open(root, path, KEY_QUERY_VALUE | view);
    if (key.is_missing()) return ERROR_SUCCESS;
    LSTATUS status = key.status_;
    if (status == ERROR_SUCCESS) {
      status = RegQueryInfoKeyW(key.key_, nullptr, nullptr, nullptr, &subkeys, nullptr, nullptr,
                                &values, nullptr, nullptr, nullptr, nullptr);
    }
    if (status != ERROR_SUCCESS) return status;
  }
  if (subkeys > 0 || values > 0) return ERROR_SUCCESS;
  return RegDeleteKeyExW(root, path, view, 0);
}

RegistryKey::RegistryKey(RegistryKey&& other) noexcept
    : key_(std::exchange(other.key_, nullptr)),
      status_(std::exchange(other.status_, ERROR_INVALID_HANDLE)) {}

RegistryKey::~RegistryKey() {
  if (key_ != nullptr) RegCloseKey(key_);
}

std::wstring RegistryKey::Text(const wchar_t* name) const {
  if (key_ == nullptr) return {};
  DWORD type = REG_NONE;
  std::wstring text;
  ReadAll(text, [&](wchar_t* data, DWORD* bytes) {
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

LSTATUS RegistryKey::ReadTexts(const wchar_t* name, std::vector<std::wstring>& texts) const {
  if (key_ == nullptr) return is_missing() ? ERROR_SUCCESS : status_;
  std::wstring all;
  const LSTATUS status = ReadAll(all, [&](wchar_t* data, DWORD* bytes) {
    return RegGetValueW(key_, nullptr, name, RRF_RT_REG_MULTI_SZ, nullptr, data, bytes);
  });
  if (status == ERROR_FILE_NOT_FOUND) return ERROR_SUCCESS;
  for (const wchar_t* text = all.c_str(); *text != L'\0'; text += texts.back().size() + 1) {
    texts.emplace_back(text);
  }
  return status;
}

std::string RegistryKey::AnsiData(const char* name) const {
  if (key_ == nullptr) return {};
  std::string text;
  ReadAll(text, [&](char* data, DWORD* bytes) {
    return RegGetValueA(key_, nullptr, name, RRF_RT_REG_SZ | RRF_RT_REG_MULTI_SZ, nullptr, data,
                        bytes);
  });
  return text;
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
    ReadAll(value.bytes, [&](BYTE* data, DWORD* bytes) {
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

LSTATUS RegistryKey::Set(const wchar_t* name, DWORD type, const void* data,
                         std::size_t bytes) const noexcept {
  if (key_ == nullptr) return status_;
  return RegSetValueExW(key_, name, 0, type, static_cast<const BYTE*>(data),
                        static_cast<DWORD>(bytes));
}

LSTATUS RegistryKey::SetText(const wchar_t* name, const std::wstring& text) const noexcept {
  return Set(name, REG_SZ, text.c_str(), (text.size() + 1) * sizeof(wchar_t));
}

LSTATUS RegistryKey::SetNumber(const wchar_t* name, DWORD number) const noexcept {
  return Set(name, REG_DWORD, &number, sizeof(number));
}

LSTATUS RegistryKey::SetTexts(const wchar_t* name, const std::vector<std::wstring>& texts) const {
  std::wstring all;
  for (const std::wstring& text : texts) all.append(text).push_back(L'\0');
  return Set(name, REG_MULTI_SZ, all.c_str(), (all.size() + 1) * sizeof(wchar_t));
}

LSTATUS RegistryKey::DeleteValue(const wchar_t* name) const noexcept {
  return key_ == nullptr ? status_ : RegDeleteValueW(key_, name);
}

}  // namespace rx_outlook

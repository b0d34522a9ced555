// A key of the registry, for reading.
#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <vector>

namespace rx_outlook {

struct RegistryData {
  std::wstring name;  // empty: the key's own value
  DWORD type = REG_NONE;
  std::vector<BYTE> bytes;
};

// Any thread. A key that is not there, or may not be read, has no values and no subkeys.
class RegistryKey {
 public:
  // `view`: KEY_WOW64_64KEY or KEY_WOW64_32KEY; without it, that of the process.
  RegistryKey(HKEY root, const wchar_t* path, REGSAM view = 0);
  RegistryKey(const RegistryKey&) = delete;
  RegistryKey& operator=(const RegistryKey&) = delete;
  ~RegistryKey();

  [[nodiscard]] bool exists() const noexcept { return key_ != nullptr; }

  // ERROR_SUCCESS, or why it cannot be read; ERROR_FILE_NOT_FOUND when it is not there.
  [[nodiscard]] LSTATUS status() const noexcept { return status_; }

  // A string, in which the user's environment variables are replaced where the value says so;
  // else empty.
  [[nodiscard]] std::wstring Text(const wchar_t* name) const;

  // A REG_DWORD.
  [[nodiscard]] std::optional<DWORD> Number(const wchar_t* name) const;

  // A string, or several with all their NULs, in the system's code page; else empty.
  [[nodiscard]] std::string AnsiData(const char* name) const;

  // All of them as they are, as far as they can be read.
  [[nodiscard]] std::vector<RegistryData> Values() const;

  // ERROR_SUCCESS, or why they cannot be listed.
  LSTATUS ListSubkeys(std::vector<std::wstring>& names) const;

 private:
  HKEY key_ = nullptr;
  LSTATUS status_;
};

}  // namespace rx_outlook

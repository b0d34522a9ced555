// Registry keys, read and written. Any thread; no lock: an object is used by one thread at a time.
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

// An open key, closed by the destructor. A key that does not exist, or cannot be opened, has no
// values and no subkeys; writing to it returns status().
//
// `view` is KEY_WOW64_64KEY or KEY_WOW64_32KEY; without it, the view of the process.
class RegistryKey {
 public:
  // Opens the key for reading only.
  RegistryKey(HKEY root, const wchar_t* path, REGSAM view = 0) noexcept;
  // Opens the key for writing only.
  static RegistryKey Writable(HKEY root, const wchar_t* path, REGSAM view = 0) noexcept;
  // Opens the key for writing only; makes it, and the keys above it, where they are missing.
  static RegistryKey Create(HKEY root, const wchar_t* path, REGSAM view = 0) noexcept;
  // Deletes the key unless it has values or subkeys. ERROR_SUCCESS also when it does not exist.
  static LSTATUS DeleteIfEmpty(HKEY root, const wchar_t* path, REGSAM view = 0) noexcept;

  RegistryKey(RegistryKey&& other) noexcept;
  RegistryKey& operator=(RegistryKey&&) = delete;
  ~RegistryKey();

  [[nodiscard]] bool exists() const noexcept { return key_ != nullptr; }

  // Returns ERROR_SUCCESS, or why the key cannot be opened.
  [[nodiscard]] LSTATUS status() const noexcept { return status_; }

  // False for a key that exists and cannot be opened.
  [[nodiscard]] bool is_missing() const noexcept { return status_ == ERROR_FILE_NOT_FOUND; }

  // Returns a string, the user's environment variables replaced if the value's type asks for it;
  // empty for every other type.
  [[nodiscard]] std::wstring Text(const wchar_t* name) const;

  // Returns a REG_DWORD.
  [[nodiscard]] std::optional<DWORD> Number(const wchar_t* name) const;

  // Appends the strings of a REG_MULTI_SZ; none, and ERROR_SUCCESS, when the key or the value does
  // not exist.
  [[nodiscard]] LSTATUS ReadTexts(const wchar_t* name, std::vector<std::wstring>& texts) const;

  // Returns a string, or several with all their NULs, in the system's code page; empty for every
  // other type.
  [[nodiscard]] std::string AnsiData(const char* name) const;

  // Returns all values unchanged, as far as they can be read.
  [[nodiscard]] std::vector<RegistryData> Values() const;

  // Returns ERROR_SUCCESS, or why the subkeys cannot be listed.
  LSTATUS ListSubkeys(std::vector<std::wstring>& names) const;

  [[nodiscard]] LSTATUS SetText(const wchar_t* name, const std::wstring& text) const noexcept;
  [[nodiscard]] LSTATUS SetNumber(const wchar_t* name, DWORD number) const noexcept;
  // Writes a REG_MULTI_SZ. An empty string would end it.
  [[nodiscard]] LSTATUS SetTexts(const wchar_t* name, const std::vector<std::wstring>& texts) const;
  // Returns ERROR_FILE_NOT_FOUND when there is no such value.
  [[nodiscard]] LSTATUS DeleteValue(const wchar_t* name) const noexcept;

 private:
  RegistryKey(HKEY key, LSTATUS status) noexcept;
  static RegistryKey Open(HKEY root, const wchar_t* path, REGSAM access) noexcept;
  LSTATUS Set(const wchar_t* name, DWORD type, const void* data, std::size_t bytes) const noexcept;

  HKEY key_;  // null: not open
  LSTATUS status_;
};

}  // namespace rx_outlook

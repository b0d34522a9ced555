// Names, paths and libraries of Windows. Any thread; no lock.
#pragma once

#include <windows.h>

#include <string>

#include "base/windows/text.h"

namespace rx_outlook {

static_assert(sizeof(wchar_t) == sizeof(char16_t));

inline LPCWSTR AsWide(const std::u16string& text) {
  return reinterpret_cast<LPCWSTR>(text.c_str());
}
inline std::u16string AsUtf16(const std::wstring& text) { return {text.begin(), text.end()}; }

std::wstring FromAnsi(const std::string& text);

// Compares names as the file system and the registry do: ignoring case, independent of language.
bool SameName(const std::wstring& left, const std::wstring& right);

std::wstring ModulePath(HMODULE module);
inline std::wstring ProgramPath() { return ModulePath(nullptr); }

std::wstring FileName(const std::wstring& path);
std::wstring Folder(const std::wstring& path);  // with its final backslash
// Resolves `..` and shortened names. Empty for a path without a drive, such as one on another
// machine.
std::wstring FullPath(const std::wstring& path);
// False for a relative path: JavaScript can change the current folder.
bool IsFile(const std::wstring& path);
bool IsInSystemFolder(const std::wstring& path);  // needs a full path

// Loads a library from the system's folder and no other; the destructor frees it.
class SystemLibrary {
 public:
  explicit SystemLibrary(const wchar_t* name);
  SystemLibrary(const SystemLibrary&) = delete;
  SystemLibrary& operator=(const SystemLibrary&) = delete;
  ~SystemLibrary();

  // Null when the library or the function is missing.
  template <typename Pointer>
  [[nodiscard]] Pointer Function(const char* name) const {
    if (module_ == nullptr) return nullptr;
    return reinterpret_cast<Pointer>(reinterpret_cast<void (*)()>(GetProcAddress(module_, name)));
  }

 private:
  const HMODULE module_;
};

}  // namespace rx_outlook

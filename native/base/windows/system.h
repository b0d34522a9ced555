// Windows' own: names, paths, the system's libraries. Any thread.
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

// As file and registry names are compared: without regard to case, in no language.
bool SameName(const std::wstring& left, const std::wstring& right);

std::wstring ModulePath(HMODULE module);
inline std::wstring ProgramPath() { return ModulePath(nullptr); }

std::wstring FileName(const std::wstring& path);
std::wstring Folder(const std::wstring& path);  // with the backslash at its end
// Without `..` and without shortened names; empty when it is not a path with a drive in it, such as
// one on another machine.
std::wstring FullPath(const std::wstring& path);
// False for a path that the current folder, which is JavaScript's to change, would complete.
bool IsFile(const std::wstring& path);
bool IsInSystemFolder(const std::wstring& path);  // a full one

// A library of the system's folder, from there and nowhere else, for as long as this lives.
class SystemLibrary {
 public:
  explicit SystemLibrary(const wchar_t* name);
  SystemLibrary(const SystemLibrary&) = delete;
  SystemLibrary& operator=(const SystemLibrary&) = delete;
  ~SystemLibrary();

  // Null when it is not there.
  template <typename Pointer>
  [[nodiscard]] Pointer Function(const char* name) const {
    if (module_ == nullptr) return nullptr;
    return reinterpret_cast<Pointer>(reinterpret_cast<void (*)()>(GetProcAddress(module_, name)));
  }

 private:
  const HMODULE module_;
};

}  // namespace rx_outlook

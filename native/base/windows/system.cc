#include "base/windows/system.h"

namespace rx_outlook {
namespace {

// Calls `fill` with a larger buffer until the text fits. `fill` returns the length of the text, or
// for a short buffer the length that it needs.
template <typename Fill>
std::wstring Filled(Fill fill) {
  std::wstring text(MAX_PATH, L'\0');
  for (;;) {
    const DWORD length = fill(text.data(), static_cast<DWORD>(text.size()));
    if (length < text.size()) {
      text.resize(length);
      return text;
    }
    text.resize(text.size() * 2);
  }
}

std::wstring SystemFolder() { return Filled(GetSystemDirectoryW) + L'\\'; }

}  // namespace

std::wstring FromAnsi(const std::string& text) {
  const auto length = static_cast<int>(text.size());
  const int units = MultiByteToWideChar(CP_ACP, 0, text.data(), length, nullptr, 0);
  std::wstring result(static_cast<std::size_t>(units), L'\0');
  MultiByteToWideChar(CP_ACP, 0, text.data(), length, result.data(), units);
  return result;
}

bool SameName(const std::wstring& left, const std::wstring& right) {
  return CompareStringOrdinal(left.data(), static_cast<int>(left.size()), right.data(),
                              static_cast<int>(right.size()), TRUE) == CSTR_EQUAL;
}

std::wstring ModulePath(HMODULE module) {
  return Filled(
      [module](wchar_t* buffer, DWORD size) { return GetModuleFileNameW(module, buffer, size); });
}

std::wstring FileName(const std::wstring& path) { return path.substr(Folder(path).size()); }

std::wstring Folder(const std::wstring& path) {
  const std::size_t end = path.find_last_of(L"\\/");
  return end == std::wstring::npos ? std::wstring() : path.substr(0, end + 1);
}

std::wstring FullPath(const std::wstring& path) {
  const auto is_letter = [](wchar_t letter) {
    return (letter >= L'A' && letter <= L'Z') || (letter >= L'a' && letter <= L'z');
  };
  if (path.size() < 4 || !is_letter(path[0]) || path[1] != L':' ||
      (path[2] != L'\\' && path[2] != L'/')) {
    return {};
  }
  const std::wstring full = Filled([&path](wchar_t* buffer, DWORD size) {
    return GetFullPathNameW(path.c_str(), size, buffer, nullptr);
  });
  const std::wstring longer = Filled([&full](wchar_t* buffer, DWORD size) {
    return GetLongPathNameW(full.c_str(), buffer, size);
  });
  return longer.empty() ? full : longer;  // a missing file has no long name
}

bool IsFile(const std::wstring& path) {
  const auto is_separator = [](wchar_t unit) { return unit == L'\\' || unit == L'/'; };
  if (path.size() < 3) return false;
  const bool has_drive = path[1] == L':' && is_separator(path[2]);
  if (!has_drive && !(is_separator(path[0]) && is_separator(path[1]))) return false;
  const DWORD attributes = GetFileAttributesW(path.c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

bool IsInSystemFolder(const std::wstring& path) {
  const std::wstring folder = Folder(path);
  const auto wow64 = [](wchar_t* buffer, DWORD size) {
    return GetSystemWow64DirectoryW(buffer, size);  // 0 on 32-bit Windows, which has none
  };
  return SameName(folder, SystemFolder()) || SameName(folder, Filled(wow64) + L'\\');
}

SystemLibrary::SystemLibrary(const wchar_t* name)
    : module_(
          LoadLibraryExW((SystemFolder() + name).c_str(), nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32)) {}

SystemLibrary::~SystemLibrary() {
  if (module_ != nullptr) FreeLibrary(module_);
}

}  // namespace rx_outlook

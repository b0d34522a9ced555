#include "outlook/installation.h"

#include <algorithm>

#include "base/windows/registry.h"
#include "base/windows/system.h"

namespace rx_outlook::outlook {
namespace {

constexpr wchar_t kMailClient[] = LR"(Software\Clients\Mail\Microsoft Outlook)";
constexpr REGSAM kViews[] = {KEY_WOW64_64KEY, KEY_WOW64_32KEY};

void Add(std::vector<std::wstring>& paths, const std::wstring& named) {
  const std::wstring path = FullPath(named);
  if (!IsFile(path) || IsInSystemFolder(path)) return;
  if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
}

using FGetComponentPathFunction = BOOL(WINAPI*)(LPCSTR szComponent, LPSTR szQualifier,
                                                LPSTR szDllPath, DWORD cchBufferSize,
                                                BOOL fInstall);

std::wstring ComponentPath(FGetComponentPathFunction get, std::string component,
                           std::string* qualifier) {
  std::string path(std::size_t{4} * MAX_PATH, '\0');
  LPSTR const wanted = qualifier == nullptr ? nullptr : qualifier->data();
  if (get(component.data(), wanted, path.data(), static_cast<DWORD>(path.size()), FALSE) == 0) {
    return {};
  }
  return FromAnsi(path.substr(0, path.find('\0')));
}

using MsiProvideQualifiedComponentFunction = UINT(WINAPI*)(LPCWSTR szCategory, LPCWSTR szQualifier,
                                                           DWORD dwInstallMode, LPWSTR lpPathBuf,
                                                           LPDWORD pcchPathBuf);

std::wstring QualifiedComponent(MsiProvideQualifiedComponentFunction provide, LPCWSTR category,
                                LPCWSTR qualifier) {
  constexpr DWORD kExisting = static_cast<DWORD>(-1);  // INSTALLMODE_EXISTING: installs nothing
  std::wstring path(MAX_PATH, L'\0');
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto length = static_cast<DWORD>(path.size());
    const UINT result = provide(category, qualifier, kExisting, path.data(), &length);
    if (result == ERROR_MORE_DATA) {
      path.resize(length + 1);
      continue;
    }
    if (result != ERROR_SUCCESS) break;
    path.resize(length);
    return path;
  }
  return {};
}

}  // namespace

std::vector<std::wstring> FromDllPathEx() {
  std::vector<std::wstring> paths;
  // Reads both views: a DLL of the other bitness cannot be loaded, but shows which Outlook is
  // installed.
  for (const REGSAM view : kViews) {
    const RegistryKey key(HKEY_LOCAL_MACHINE, kMailClient, view);
    Add(paths, key.Text(L"DLLPathEx"));
  }
  return paths;
}

std::vector<std::wstring> FromMapiStub() {
  std::vector<std::wstring> paths;
  const RegistryKey key(HKEY_LOCAL_MACHINE, kMailClient);
  const std::string component = key.AnsiData("MSIComponentID");
  if (component.empty()) return paths;
  for (const wchar_t* const stub : {L"mapistub.dll", L"mapi32.dll"}) {
    const SystemLibrary library(stub);
    const auto get = library.Function<FGetComponentPathFunction>("FGetComponentPath");
    if (get == nullptr) continue;
    // Each value holds several strings in the system's code page; FGetComponentPath reads them all.
    for (const char* const name : {"MSIApplicationLCID", "MSIOfficeLCID"}) {
      std::string qualifier = key.AnsiData(name);
      if (!qualifier.empty()) Add(paths, ComponentPath(get, component, &qualifier));
    }
    if (paths.empty()) Add(paths, ComponentPath(get, component, nullptr));
    if (!paths.empty()) break;
  }
  return paths;
}

std::vector<std::wstring> FromWindowsInstaller() {
  // Office 16, 15 and 14.
  constexpr LPCWSTR kCategories[] = {L"{5812C571-53F0-4467-BEFA-0A4F47A9437C}",
                                     L"{E83B4360-C208-4325-9504-0D23003A74A5}",
                                     L"{1E77DE88-BCAB-4C37-B9E5-073AF52DFD7A}"};
  std::vector<std::wstring> paths;
  const SystemLibrary library(L"msi.dll");
  const auto provide =
      library.Function<MsiProvideQualifiedComponentFunction>("MsiProvideQualifiedComponentW");
  if (provide == nullptr) return paths;
  for (const LPCWSTR category : kCategories) {
    for (const LPCWSTR qualifier : {L"outlook.x64.exe", L"outlook.exe"}) {
      const std::wstring program = QualifiedComponent(provide, category, qualifier);
      if (!program.empty()) Add(paths, Folder(program) + L"olmapi32.dll");
    }
  }
  return paths;
}

bool IsNewOutlookInstalled() {
  const RegistryKey path(HKEY_CURRENT_USER,
                         LR"(Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe)");
  if (path.exists()) return true;
  const RegistryKey packages(HKEY_CURRENT_USER,
                             LR"(Software\Classes\Local Settings\Software\Microsoft\Windows\)"
                             LR"(CurrentVersion\AppModel\Repository\Packages)");
  const std::wstring prefix = L"Microsoft.OutlookForWindows_";
  std::vector<std::wstring> names;
  packages.ListSubkeys(names);  // a failure is ignored: the answer is only a hint
  return std::any_of(names.begin(), names.end(), [&prefix](const std::wstring& name) {
    return SameName(name.substr(0, prefix.size()), prefix);
  });
}

}  // namespace rx_outlook::outlook

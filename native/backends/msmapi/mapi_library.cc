#include "backends/msmapi/mapi_library.h"

#include <utility>

#include "base/windows/machine.h"
#include "base/windows/system.h"
#include "outlook/installation.h"

namespace rx_outlook::msmapi {
namespace {

struct Failure {
  HRESULT hr = S_OK;
  Explanation why;
};

// Tries the usual name of this bitness first: 32-bit Windows adds the size of the arguments.
template <typename Function>
bool Resolve(HMODULE module, const char* plain, const char* decorated, Function& function) {
  constexpr bool kDecorates = sizeof(void*) == 4;
  FARPROC found = GetProcAddress(module, kDecorates ? decorated : plain);
  if (found == nullptr) found = GetProcAddress(module, kDecorates ? plain : decorated);
  // Casts through void(*)(): every function pointer may be cast to and from it.
  function = reinterpret_cast<Function>(reinterpret_cast<void (*)()>(found));
  return function != nullptr;
}

// Returns the name of the first missing function; null when the module has all.
const char* ResolveAll(HMODULE module, MapiLibrary& library) {
  if (!Resolve(module, "HrOpenOfflineObj", "HrOpenOfflineObj@20", library.HrOpenOfflineObj)) {
    return "HrOpenOfflineObj";
  }
  if (!Resolve(module, "MAPIInitialize", "MAPIInitialize@4", library.MAPIInitialize)) {
    return "MAPIInitialize";
  }
  if (!Resolve(module, "MAPIUninitialize", "MAPIUninitialize@0", library.MAPIUninitialize)) {
    return "MAPIUninitialize";
  }
  return nullptr;
}

HRESULT Use(Module module, MapiLibrary& library, Failure& failure) {
  library.path = ModulePath(module.get());
  const char* const missing = ResolveAll(module.get(), library);
  if (missing == nullptr) {
    library.module = std::move(module);
    return S_OK;
  }
  failure = {ERR_MAPI_FUNCTION_MISSING,
             {"GetProcAddress", ToUtf8(library.path) + " has no function " + missing + "."}};
  return failure.hr;
}

Failure LoadFailure(const std::wstring& path, DWORD error) {
  const Machine machine = MachineOf(path);
  if (error == ERROR_BAD_EXE_FORMAT && machine != Machine::kUnknown && machine != kOwnMachine) {
    return {ERR_OUTLOOK_OTHER_BITNESS,
            {"LoadLibraryEx", "Outlook's MAPI DLL " + ToUtf8(path) + " is " + NameOf(machine) +
                                  ", this process is " + NameOf(kOwnMachine) + "."}};
  }
  return {ERR_MAPI_LOAD_FAILED,
          {"LoadLibraryEx",
           "Outlook's MAPI DLL " + ToUtf8(path) +
               " exists but cannot be loaded: " + ErrorText(error, FileName(path)) + "."}};
}

HRESULT Load(const std::wstring& path, MapiLibrary& library, Failure& failure) {
  // The flags: its own DLLs are loaded only from its folder and the system's.
  Module module(LoadLibraryExW(path.c_str(), nullptr,
                               LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32));
  if (module) return Use(std::move(module), library, failure);
  failure = LoadFailure(path, GetLastError());
  return failure.hr;
}

Failure NothingInstalled() {
  if (outlook::IsNewOutlookInstalled()) {
    return {ERR_OUTLOOK_NEW_ONLY,
            {"",
             "Only new Outlook (olk.exe) is installed: it has no MAPI, so no program can ask it "
             "whether it is online."}};
  }
  return {ERR_OUTLOOK_NOT_INSTALLED,
          {"",
           "No Outlook is installed: its MAPI DLL is not loaded in this process, and the registry "
           "(DLLPathEx), the MAPI stub (FGetComponentPath) and Windows Installer name no existing "
           "one."}};
}

}  // namespace

HRESULT FindMapiLibrary(MapiLibrary& library, Explanation& why) {
  Failure first;  // reported if all fail: the most reliable way comes first
  for (const wchar_t* const name : {L"olmapi32.dll", L"msmapi32.dll"}) {
    HMODULE module = nullptr;
    if (GetModuleHandleExW(0, name, &module) == 0) continue;
    Failure failure;
    if (SUCCEEDED(Use(Module(module), library, failure))) return S_OK;
    if (SUCCEEDED(first.hr)) first = std::move(failure);
  }
  for (const auto way : outlook::kWaysToInstalledDll) {
    for (const std::wstring& path : way()) {
      Failure failure;
      if (SUCCEEDED(Load(path, library, failure))) return S_OK;
      if (SUCCEEDED(first.hr)) first = std::move(failure);
    }
  }
  if (SUCCEEDED(first.hr)) first = NothingInstalled();
  why = std::move(first.why);
  return first.hr;
}

}  // namespace rx_outlook::msmapi

// Outlook's MAPI DLL, found and loaded, with the functions that are used of it.
#pragma once

#include <windows.h>

#include <memory>
#include <string>

#include "seam/seam.h"

namespace rx_outlook::msmapi {

struct MAPIINIT_0 {
  ULONG ulVersion;
  ULONG ulFlags;
};
inline constexpr ULONG MAPI_INIT_VERSION = 0;
inline constexpr ULONG MAPI_MULTITHREAD_NOTIFICATIONS = 0x00000001;
inline constexpr ULONG MAPI_NO_COINIT = 0x00000008;

struct FreeModule {
  using pointer = HMODULE;
  void operator()(HMODULE module) const noexcept { FreeLibrary(module); }
};
using Module = std::unique_ptr<HMODULE, FreeModule>;

struct MapiLibrary {
  Module module;
  std::wstring path;
  HrOpenOfflineObjFunction HrOpenOfflineObj = nullptr;
  HRESULT(WINAPI* MAPIInitialize)(void*) = nullptr;
  void(WINAPI* MAPIUninitialize)() = nullptr;
};

// Attaches to the one that is loaded already, inside Outlook, else loads the one that is installed.
// Dispatcher thread: loading runs the library's own code.
HRESULT FindMapiLibrary(MapiLibrary& library, Explanation& why);

}  // namespace rx_outlook::msmapi

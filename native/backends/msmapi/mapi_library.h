// Outlook's MAPI DLL and the functions used from it. The dispatcher's thread; no lock.
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

// Uses the DLL that is already loaded (in Outlook's process), otherwise loads the installed one.
// The dispatcher's thread only: loading runs the DLL's own code.
HRESULT FindMapiLibrary(MapiLibrary& library, Explanation& why);

}  // namespace rx_outlook::msmapi

// Finds and makes an add-in like Outlook, with the registry and COM. Its interface is declared here
// a second time, from its documentation. The host's main thread; no lock.
#pragma once

#include <windows.h>

#include <oaidl.h>
#include <objbase.h>

#include <string>

#include "abi/com_ptr.h"

namespace rx_outlook::test {

struct IDTExtensibility2 : public IDispatch {
  virtual HRESULT STDMETHODCALLTYPE OnConnection(IDispatch* application, LONG mode,
                                                 IDispatch* instance, SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnDisconnection(LONG mode, SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnAddInsUpdate(SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnStartupComplete(SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnBeginShutdown(SAFEARRAY** custom) = 0;
};

// Makes the user's first add-in that Outlook loads at start-up; returns null with the reason.
inline ComPtr<IDTExtensibility2> MakeRegisteredAddIn(std::string& why) {
  constexpr wchar_t kAddIns[] = LR"(Software\Microsoft\Office\Outlook\Addins)";
  constexpr DWORD kAtStartUp = 3;
  const auto fail = [&why](const char* what, LONG result) {
    why = std::string(what) + ": " + std::to_string(result);
    return ComPtr<IDTExtensibility2>();
  };
  HKEY add_ins = nullptr;
  LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, kAddIns, 0, KEY_READ, &add_ins);
  if (status != ERROR_SUCCESS) return fail("no key of add-ins", status);
  wchar_t name[256];
  bool found = false;
  for (DWORD i = 0; !found && RegEnumKeyW(add_ins, i, name, 256) == ERROR_SUCCESS; ++i) {
    DWORD behavior = 0;
    DWORD size = sizeof(behavior);
    status =
        RegGetValueW(add_ins, name, L"LoadBehavior", RRF_RT_REG_DWORD, nullptr, &behavior, &size);
    found = status == ERROR_SUCCESS && behavior == kAtStartUp;
  }
  RegCloseKey(add_ins);
  if (!found) return fail("no add-in to load at startup", status);
  CLSID id{};
  HRESULT hr = CLSIDFromProgID(name, &id);
  if (FAILED(hr)) return fail("CLSIDFromProgID", hr);
  IID extensibility{};
  CLSIDFromString(L"{B65AD801-ABAF-11D0-BB8B-00A0C90F2744}", &extensibility);
  ComPtr<IDTExtensibility2> add_in;
  hr = CoCreateInstance(id, nullptr, CLSCTX_INPROC_SERVER, extensibility,
                        reinterpret_cast<void**>(add_in.Put()));
  return FAILED(hr) ? fail("CoCreateInstance", hr) : add_in;
}

// Calls an export of a DLL, like regsvr32.
inline HRESULT CallExport(const wchar_t* dll, const char* name) {
  using Function = HRESULT(STDAPICALLTYPE*)();
  const HMODULE module = LoadLibraryW(dll);
  if (module == nullptr) return HRESULT_FROM_WIN32(GetLastError());
  const auto function =
      reinterpret_cast<Function>(reinterpret_cast<void (*)()>(GetProcAddress(module, name)));
  return function == nullptr ? HRESULT_FROM_WIN32(GetLastError()) : function();
}

}  // namespace rx_outlook::test

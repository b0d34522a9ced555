// The functions that COM and regsvr32 call, exported by addin.def and addin_mingw_x86.def. There is
// no DllMain: loading the DLL starts nothing, and nothing waits when Outlook's process ends without
// calling the add-in.
#include <windows.h>

#include <objbase.h>
#include <olectl.h>

#include "addin/class_factory.h"
#include "addin/guard.h"
#include "addin/module_use.h"
#include "base/windows/system.h"
#include "outlook/addin_identity.h"
#include "outlook/addin_registration.h"

using namespace rx_outlook;
using namespace rx_outlook::addin;

namespace {

// Returns this DLL's path; empty when Windows does not report it.
std::wstring OwnPath() {
  HMODULE self = nullptr;
  if (GetModuleHandleExW(
          GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
          reinterpret_cast<LPCWSTR>(&OwnPath), &self) == 0) {
    return {};
  }
  return ModulePath(self);
}

}  // namespace

STDAPI DllGetClassObject(REFCLSID rclsid, REFIID riid, LPVOID* ppv) {
  if (ppv == nullptr) return E_POINTER;
  *ppv = nullptr;
  if (rclsid != outlook::kClsid) return CLASS_E_CLASSNOTAVAILABLE;
  return Guarded([&] { return MakeCom<ClassFactory>()->QueryInterface(riid, ppv); });
}

STDAPI DllCanUnloadNow() { return ModuleUse::any() ? S_FALSE : S_OK; }

// Registers for this user and the DLL's own bitness; DllUnregisterServer undoes the same.
STDAPI DllRegisterServer() {
  return Guarded([] {
    const std::wstring path = OwnPath();
    return path.empty() ? SELFREG_E_CLASS : outlook::Register(outlook::kOwnBitness, path);
  });
}

STDAPI DllUnregisterServer() {
  return Guarded([] { return outlook::Unregister(outlook::kOwnBitness); });
}

#include "addin/class_factory.h"

#include "addin/add_in.h"
#include "addin/guard.h"

namespace rx_outlook::addin {

HRESULT ClassFactory::CreateInstance(IUnknown* pUnkOuter, REFIID riid, void** ppvObject) noexcept {
  if (ppvObject == nullptr) return E_POINTER;
  *ppvObject = nullptr;
  if (pUnkOuter != nullptr) return CLASS_E_NOAGGREGATION;
  return Guarded([&] { return MakeCom<AddIn>()->QueryInterface(riid, ppvObject); });
}

HRESULT ClassFactory::LockServer(BOOL fLock) noexcept {
  ModuleUse::Lock(fLock != FALSE);
  return S_OK;
}

}  // namespace rx_outlook::addin

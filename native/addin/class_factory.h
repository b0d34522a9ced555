// COM's factory of AddIn. Any thread; no lock.
#pragma once

#include "addin/extensibility.h"
#include "addin/module_use.h"

namespace rx_outlook::addin {

class ClassFactory final : public ComObject<ClassFactory, IClassFactory> {
 public:
  ClassFactory() noexcept = default;
  ClassFactory(const ClassFactory&) = delete;
  ClassFactory& operator=(const ClassFactory&) = delete;
  ~ClassFactory() = default;

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* pUnkOuter, REFIID riid,
                                           void** ppvObject) noexcept override;
  HRESULT STDMETHODCALLTYPE LockServer(BOOL fLock) noexcept override;

 private:
  const ModuleUse use_;
};

}  // namespace rx_outlook::addin

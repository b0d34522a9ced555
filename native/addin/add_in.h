// The object that Outlook makes, and tells what becomes of it.
#pragma once

#include <memory>

#include "addin/extensibility.h"
#include "addin/log.h"
#include "addin/module_use.h"
#include "addin/serving.h"

namespace rx_outlook::addin {

// Everything is called on Outlook's main thread, AddRef and Release excepted, and is answered with
// S_OK whatever went wrong: Outlook would disable an add-in that fails, and not for the moment
// alone.
class AddIn final : public ComObject<AddIn, IDTExtensibility2> {
 public:
  AddIn() noexcept = default;
  AddIn(const AddIn&) = delete;
  AddIn& operator=(const AddIn&) = delete;
  ~AddIn() = default;

  HRESULT STDMETHODCALLTYPE OnConnection(IDispatch* Application, ext_ConnectMode ConnectMode,
                                         IDispatch* AddInInst,
                                         SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnDisconnection(ext_DisconnectMode RemoveMode,
                                            SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnAddInsUpdate(SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnStartupComplete(SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnBeginShutdown(SAFEARRAY** custom) noexcept override;

  // IDispatch, for who calls these by name. There is no type library.
  HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* pctinfo) noexcept override;
  HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT iTInfo, LCID lcid,
                                        ITypeInfo** ppTInfo) noexcept override;
  HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID riid, LPOLESTR* rgszNames, UINT cNames, LCID lcid,
                                          DISPID* rgDispId) noexcept override;
  HRESULT STDMETHODCALLTYPE Invoke(DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags,
                                   DISPPARAMS* pDispParams, VARIANT* pVarResult,
                                   EXCEPINFO* pExcepInfo, UINT* puArgErr) noexcept override;

 private:
  template <typename Body>
  HRESULT Answer(const char* what, Body body) noexcept;
  void Serve(std::wstring profile);

  const ModuleUse use_;
  Log log_;
  ComPtr<IDispatch> application_;  // while its profile's name is waited for
  std::unique_ptr<Serving> serving_;
};

}  // namespace rx_outlook::addin

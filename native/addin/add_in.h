// The COM object that Outlook makes and notifies: it runs the bridge's server while it is
// connected. Outlook's main thread, except AddRef and Release; no lock.
#pragma once

#include <memory>

#include "addin/extensibility.h"
#include "addin/log.h"
#include "addin/module_use.h"
#include "addin/own_outlook.h"
#include "addin/serving.h"

namespace rx_outlook::addin {

// Every method of IDTExtensibility2 returns S_OK, also after a failure: Outlook would disable a
// failing add-in permanently.
class AddIn final : public ComObject<AddIn, IDTExtensibility2> {
 public:
  AddIn() noexcept = default;
  AddIn(const AddIn&) = delete;
  AddIn& operator=(const AddIn&) = delete;
  ~AddIn() { Withdraw(); }

  HRESULT STDMETHODCALLTYPE OnConnection(IDispatch* Application, ext_ConnectMode ConnectMode,
                                         IDispatch* AddInInst,
                                         SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnDisconnection(ext_DisconnectMode RemoveMode,
                                            SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnAddInsUpdate(SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnStartupComplete(SAFEARRAY** custom) noexcept override;
  HRESULT STDMETHODCALLTYPE OnBeginShutdown(SAFEARRAY** custom) noexcept override;

  // IDispatch, for calls by name. There is no type library.
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
  void Withdraw() noexcept;

  const ModuleUse use_;
  Log log_;
  ComPtr<IDispatch> application_;              // set until the profile's name is known
  std::shared_ptr<SharedApplication> shared_;  // while serving, until Outlook or the add-in ends
  std::unique_ptr<Serving> serving_;
};

}  // namespace rx_outlook::addin

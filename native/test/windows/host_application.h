// Objects like Outlook's Application, with properties read by name. Only the thread that made an
// object may call it; others are counted. No lock.
#pragma once

#include <windows.h>

#include <oleauto.h>

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "abi/com_object.h"

namespace rx_outlook {

template <>
struct InterfaceTraits<IDispatch> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IDispatch; }
};

namespace test {

class Named final : public ComObject<Named, IDispatch> {
 public:
  using Property = std::function<HRESULT(VARIANT&)>;

  Named(std::map<std::wstring, Property> properties, std::atomic<int>& trespasses)
      : properties_(std::move(properties)), trespasses_(trespasses) {}
  Named(const Named&) = delete;
  Named& operator=(const Named&) = delete;
  ~Named() = default;

  HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* pctinfo) noexcept override {
    *pctinfo = 0;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo**) noexcept override {
    return DISP_E_BADINDEX;
  }
  HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR* rgszNames, UINT, LCID,
                                          DISPID* rgDispId) noexcept override {
    if (!IsHome()) return RPC_E_WRONG_THREAD;
    DISPID id = 1;
    for (const auto& [name, property] : properties_) {
      *rgDispId = id++;
      if (name == rgszNames[0]) return S_OK;
    }
    return DISP_E_UNKNOWNNAME;
  }
  HRESULT STDMETHODCALLTYPE Invoke(DISPID dispIdMember, REFIID, LCID, WORD wFlags, DISPPARAMS*,
                                   VARIANT* pVarResult, EXCEPINFO*, UINT*) noexcept override {
    if (!IsHome()) return RPC_E_WRONG_THREAD;
    if ((wFlags & DISPATCH_PROPERTYGET) == 0) return DISP_E_MEMBERNOTFOUND;
    DISPID id = 1;
    for (const auto& [name, property] : properties_) {
      if (id++ == dispIdMember) return property(*pVarResult);
    }
    return DISP_E_MEMBERNOTFOUND;
  }

 private:
  bool IsHome() noexcept {
    if (GetCurrentThreadId() == home_) return true;
    ++trespasses_;
    return false;
  }

  const DWORD home_ = GetCurrentThreadId();
  const std::map<std::wstring, Property> properties_;
  std::atomic<int>& trespasses_;
};

inline Named::Property Text(std::wstring text) {
  return [text = std::move(text)](VARIANT& value) {
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
    return S_OK;
  };
}

}  // namespace test
}  // namespace rx_outlook

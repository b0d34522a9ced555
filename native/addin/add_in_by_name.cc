// The IDispatch half of AddIn: calls by name, with the arguments converted.
#include <windows.h>

#include <oleauto.h>

#include <iterator>
#include <utility>

#include "addin/add_in.h"
#include "addin/guard.h"
#include "base/windows/system.h"

namespace rx_outlook::addin {
namespace {

constexpr std::pair<const wchar_t*, DISPID> kMethods[] = {
    {L"OnConnection", kOnConnection},       {L"OnDisconnection", kOnDisconnection},
    {L"OnAddInsUpdate", kOnAddInsUpdate},   {L"OnStartupComplete", kOnStartupComplete},
    {L"OnBeginShutdown", kOnBeginShutdown},
};

// The number of arguments of each method; the index is its DISPID minus one.
constexpr UINT kArguments[std::size(kMethods)] = {4, 2, 1, 1, 1};

// An argument, converted to the method's type. DISPPARAMS has the arguments in reverse order.
class Argument {
 public:
  Argument(const DISPPARAMS& arguments, UINT index, VARTYPE type) noexcept {
    VariantInit(&value_);
    VARIANTARG& given = arguments.rgvarg[arguments.cArgs - 1 - index];
    result_ = VariantChangeType(&value_, &given, 0, type);
  }
  Argument(const Argument&) = delete;
  Argument& operator=(const Argument&) = delete;
  ~Argument() { VariantClear(&value_); }

  [[nodiscard]] HRESULT result() const noexcept { return result_; }
  [[nodiscard]] LONG number() const noexcept { return V_I4(&value_); }
  [[nodiscard]] IDispatch* object() const noexcept { return V_DISPATCH(&value_); }

 private:
  VARIANT value_;
  HRESULT result_;
};

}  // namespace

HRESULT AddIn::GetTypeInfoCount(UINT* pctinfo) noexcept {
  if (pctinfo == nullptr) return E_POINTER;
  *pctinfo = 0;
  return S_OK;
}

HRESULT AddIn::GetTypeInfo(UINT, LCID, ITypeInfo** ppTInfo) noexcept {
  if (ppTInfo != nullptr) *ppTInfo = nullptr;
  return DISP_E_BADINDEX;
}

HRESULT AddIn::GetIDsOfNames(REFIID riid, LPOLESTR* rgszNames, UINT cNames, LCID,
                             DISPID* rgDispId) noexcept {
  if (riid != IID_NULL) return DISP_E_UNKNOWNINTERFACE;
  if (rgszNames == nullptr || rgDispId == nullptr || cNames == 0) return E_INVALIDARG;
  // The arguments have no names.
  for (UINT i = 0; i < cNames; ++i) rgDispId[i] = DISPID_UNKNOWN;
  return Guarded([&] {
    for (const auto& [name, id] : kMethods) {
      if (SameName(rgszNames[0], name)) rgDispId[0] = id;
    }
    return cNames == 1 && rgDispId[0] != DISPID_UNKNOWN ? S_OK : DISP_E_UNKNOWNNAME;
  });
}

HRESULT AddIn::Invoke(DISPID dispIdMember, REFIID riid, LCID, WORD wFlags, DISPPARAMS* pDispParams,
                      VARIANT* pVarResult, EXCEPINFO*, UINT*) noexcept {
  if (riid != IID_NULL) return DISP_E_UNKNOWNINTERFACE;
  if (pDispParams == nullptr) return E_INVALIDARG;
  if (dispIdMember < kOnConnection || dispIdMember > kOnBeginShutdown ||
      (wFlags & DISPATCH_METHOD) == 0) {
    return DISP_E_MEMBERNOTFOUND;
  }
  if (pDispParams->cArgs != kArguments[dispIdMember - 1]) return DISP_E_BADPARAMCOUNT;
  if (pDispParams->cNamedArgs != 0) return DISP_E_NONAMEDARGS;
  if (pVarResult != nullptr) VariantInit(pVarResult);
  switch (dispIdMember) {
    case kOnConnection: {
      const Argument application(*pDispParams, 0, VT_DISPATCH);
      const Argument mode(*pDispParams, 1, VT_I4);
      if (FAILED(application.result())) return application.result();
      if (FAILED(mode.result())) return mode.result();
      return OnConnection(application.object(), static_cast<ext_ConnectMode>(mode.number()),
                          nullptr, nullptr);
    }
    case kOnDisconnection: {
      const Argument mode(*pDispParams, 0, VT_I4);
      if (FAILED(mode.result())) return mode.result();
      return OnDisconnection(static_cast<ext_DisconnectMode>(mode.number()), nullptr);
    }
    case kOnAddInsUpdate:
      return OnAddInsUpdate(nullptr);
    case kOnStartupComplete:
      return OnStartupComplete(nullptr);
    default:
      return OnBeginShutdown(nullptr);
  }
}

}  // namespace rx_outlook::addin

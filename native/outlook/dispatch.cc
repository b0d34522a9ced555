#include "outlook/dispatch.h"

namespace rx_outlook::outlook {
namespace {

// Owns the texts of a failure.
class Failure {
 public:
  Failure() = default;
  Failure(const Failure&) = delete;
  Failure& operator=(const Failure&) = delete;
  ~Failure() {
    SysFreeString(info_.bstrSource);
    SysFreeString(info_.bstrDescription);
    SysFreeString(info_.bstrHelpFile);
  }

  EXCEPINFO* Put() noexcept { return &info_; }

  // Returns the code behind DISP_E_EXCEPTION, where there is one.
  HRESULT CodeOf(HRESULT hr) noexcept {
    if (hr != DISP_E_EXCEPTION) return hr;
    if (info_.pfnDeferredFillIn != nullptr) static_cast<void>(info_.pfnDeferredFillIn(&info_));
    return FAILED(info_.scode) ? info_.scode : hr;
  }

 private:
  EXCEPINFO info_{};
};

HRESULT TakeObject(const Variant& value, ComPtr<IDispatch>& object) {
  if (V_VT(&*value) != VT_DISPATCH || V_DISPATCH(&*value) == nullptr) return DISP_E_TYPEMISMATCH;
  object = ComPtr<IDispatch>::Share(V_DISPATCH(&*value));
  return S_OK;
}

}  // namespace

HRESULT Member::ReadText(IDispatch& object, std::wstring& text) {
  DISPPARAMS none{};
  Variant value;
  const HRESULT hr = Read(object, none, value);
  if (FAILED(hr)) return hr;
  if (V_VT(&*value) != VT_BSTR) return DISP_E_TYPEMISMATCH;
  const BSTR read = V_BSTR(&*value);
  text.assign(read == nullptr ? L"" : read, SysStringLen(read));  // null is an empty text
  return S_OK;
}

HRESULT Member::ReadNumber(IDispatch& object, long& number) {
  DISPPARAMS none{};
  Variant value;
  HRESULT hr = Read(object, none, value);
  if (FAILED(hr)) return hr;
  Variant converted;
  hr = VariantChangeType(converted.Put(), value.Put(), 0, VT_I4);
  if (SUCCEEDED(hr)) number = V_I4(&*converted);
  return hr;
}

HRESULT Member::ReadObject(IDispatch& object, ComPtr<IDispatch>& value) {
  DISPPARAMS none{};
  Variant read;
  const HRESULT hr = Read(object, none, read);
  return FAILED(hr) ? hr : TakeObject(read, value);
}

HRESULT Member::ReadItem(IDispatch& object, long index, ComPtr<IDispatch>& value) {
  VARIANTARG argument;
  VariantInit(&argument);
  V_VT(&argument) = VT_I4;
  V_I4(&argument) = index;
  DISPPARAMS arguments{&argument, nullptr, 1, 0};
  Variant read;
  const HRESULT hr = Read(object, arguments, read);
  return FAILED(hr) ? hr : TakeObject(read, value);
}

HRESULT Member::Read(IDispatch& object, DISPPARAMS& arguments, Variant& value) {
  if (id_ == DISPID_UNKNOWN) {
    std::wstring name = name_;
    LPOLESTR names = name.data();
    DISPID id = DISPID_UNKNOWN;
    const HRESULT hr = object.GetIDsOfNames(IID_NULL, &names, 1, LOCALE_USER_DEFAULT, &id);
    if (FAILED(hr)) return hr;
    id_ = id;
  }
  Failure failure;
  // Both flags: some members of collections are methods.
  const HRESULT hr =
      object.Invoke(id_, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET | DISPATCH_METHOD,
                    &arguments, value.Put(), failure.Put(), nullptr);
  return failure.CodeOf(hr);
}

}  // namespace rx_outlook::outlook

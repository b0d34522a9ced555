#include "addin/object_model.h"

#include <windows.h>

#include <oleauto.h>

#include "base/windows/text.h"

namespace rx_outlook::addin {
namespace {

class Variant {
 public:
  Variant() noexcept { VariantInit(&value_); }
  Variant(const Variant&) = delete;
  Variant& operator=(const Variant&) = delete;
  ~Variant() { VariantClear(&value_); }

  VARIANT* Put() noexcept { return &value_; }
  const VARIANT& operator*() const noexcept { return value_; }

 private:
  VARIANT value_;
};

bool Get(IDispatch& object, const wchar_t* property, Variant& value) {
  std::wstring name = property;
  LPOLESTR names = name.data();
  DISPID id = DISPID_UNKNOWN;
  if (FAILED(object.GetIDsOfNames(IID_NULL, &names, 1, LOCALE_USER_DEFAULT, &id))) return false;
  DISPPARAMS none{};
  // Ignores the text of a failure: it is in the user's language.
  return SUCCEEDED(object.Invoke(id, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET, &none,
                                 value.Put(), nullptr, nullptr));
}

constexpr const char* kBits = sizeof(void*) == 4 ? "32-bit" : "64-bit";

}  // namespace

std::wstring TextOf(IDispatch& object, const wchar_t* property) {
  Variant value;
  if (!Get(object, property, value) || V_VT(&*value) != VT_BSTR) return {};
  const BSTR text = V_BSTR(&*value);
  return {text, SysStringLen(text)};  // null is an empty text
}

ComPtr<IDispatch> ObjectOf(IDispatch& object, const wchar_t* property) {
  Variant value;
  if (!Get(object, property, value) || V_VT(&*value) != VT_DISPATCH) return {};
  return ComPtr<IDispatch>::Share(V_DISPATCH(&*value));
}

std::wstring OpenProfileName(IDispatch& application) {
  const ComPtr<IDispatch> session = ObjectOf(application, L"Session");
  return session ? TextOf(*session, L"CurrentProfileName") : std::wstring();
}

std::string ProductName(IDispatch& application) {
  const std::string version = ToUtf8(TextOf(application, L"Version"));
  return "Outlook " + (version.empty() ? "of an unknown version" : version) + " (" + kBits +
         "), rx-outlook " RX_OUTLOOK_VERSION;
}

}  // namespace rx_outlook::addin

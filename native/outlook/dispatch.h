// Reads members of Outlook's object model, by name. The thread that received the object, or a
// thread of the multithreaded apartment; no lock.
#pragma once

#include <windows.h>

#include <oaidl.h>
#include <oleauto.h>

#include <string>

#include "abi/com_ptr.h"

namespace rx_outlook::outlook {

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

// One member of the objects of one class. The first read resolves the name, which costs a call;
// later ones use the number, so a member belongs to one class.
class Member {
 public:
  explicit Member(const wchar_t* name) noexcept : name_(name) {}

  // DISP_E_TYPEMISMATCH for a value of another kind. A failure that Outlook describes (EXCEPINFO)
  // is its code; the description is in the user's language and is ignored.
  HRESULT ReadText(IDispatch& object, std::wstring& text);
  HRESULT ReadNumber(IDispatch& object, long& number);
  HRESULT ReadObject(IDispatch& object, ComPtr<IDispatch>& value);
  // Element `index` of a collection, from 1.
  HRESULT ReadItem(IDispatch& object, long index, ComPtr<IDispatch>& value);

 private:
  HRESULT Read(IDispatch& object, DISPPARAMS& arguments, Variant& value);

  const wchar_t* name_;
  DISPID id_ = DISPID_UNKNOWN;
};

}  // namespace rx_outlook::outlook

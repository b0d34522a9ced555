// Objects of Outlook's object model for tests: Application, NameSpace, Accounts and Account, which
// answer by IDispatch alone, with the documented numbers. Shares no header with the product. One
// thread calls the objects; any thread changes the model, under its mutex.
#pragma once

#include <windows.h>

#include <oleauto.h>

#include <atomic>
#include <cwchar>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "outlook_meter.h"

namespace rx_outlook::test::outlook_model {

// ── what the objects tell; any thread, each access takes the mutex ──

struct AccountData {
  std::wstring name;
  long type = 0;
  long mode = 0;
};

struct Fault {
  long count = 0;
  HRESULT hr = S_OK;
  bool is_thrown = false;
};

struct Model {
  std::mutex mutex;
  std::wstring profile = L"Work";
  long mode = 800;
  std::vector<std::shared_ptr<AccountData>> accounts;
  std::map<std::string, Fault> faults;
  std::string hangs;  // a member
  bool is_deaf = false;
  long rejected = 0;
};

inline Model model;
inline std::atomic<long> calls{0};    // of Invoke
inline std::atomic<long> looks{0};    // reads of Application.Session
inline std::atomic<long> guarded{0};  // reads of Account.SmtpAddress
inline std::atomic<long> created{0};  // attempts to make an Application
inline std::atomic<long> objects{0};  // alive, the Application among them
inline HANDLE held = nullptr;         // set while a call hangs
inline HANDLE released = nullptr;     // set by "release"

// ── the objects, on the main thread ──

inline void Hang(bool is_deaf) {
  SetEvent(held);
  if (is_deaf) {
    WaitForSingleObject(released, INFINITE);
  } else {
    while (MsgWaitForMultipleObjects(1, &released, FALSE, INFINITE, QS_ALLINPUT) != WAIT_OBJECT_0) {
      MSG message{};
      while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE) != 0) DispatchMessageW(&message);
    }
  }
  ResetEvent(held);
}

// Does to a call of `member` what the test has ordered; S_FALSE: nothing.
inline HRESULT Meet(const std::string& member, EXCEPINFO* info) {
  bool hangs = false;
  bool is_deaf = false;
  {
    const std::lock_guard lock(model.mutex);
    if (model.hangs == member || model.hangs == "*") {
      model.hangs.clear();
      hangs = true;
      is_deaf = model.is_deaf;
    }
  }
  if (hangs) Hang(is_deaf);
  const std::lock_guard lock(model.mutex);
  for (const std::string& name : {member, std::string("*")}) {
    const auto found = model.faults.find(name);
    if (found == model.faults.end() || found->second.count == 0) continue;
    Fault& fault = found->second;
    if (fault.count > 0) --fault.count;
    if (!fault.is_thrown) return fault.hr;
    if (info != nullptr) {
      *info = {};
      info->bstrSource = SysAllocString(L"Microsoft Outlook");
      info->bstrDescription = SysAllocString(L"Der Vorgang ist fehlgeschlagen.");
      info->scode = fault.hr;
    }
    return DISP_E_EXCEPTION;
  }
  return S_FALSE;
}

class Object : public IDispatch {
 public:
  struct Member {
    const wchar_t* name;
    DISPID id;
  };

  Object(const char* type, std::vector<Member> members)
      : type_(type), members_(std::move(members)) {
    ++objects;
  }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** object) noexcept override {
    *object = nullptr;
    if (riid != IID_IUnknown && riid != IID_IDispatch) return E_NOINTERFACE;
    *object = static_cast<IDispatch*>(this);
    AddRef();
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++count_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const ULONG left = --count_;
    if (left == 0) delete this;
    return left;
  }
  [[nodiscard]] ULONG count() const { return count_; }

  HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* count) noexcept override {
    *count = 0;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo**) noexcept override {
    return DISP_E_BADINDEX;
  }
  HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR* names, UINT count, LCID,
                                          DISPID* ids) noexcept override {
    const Meter::Call measured(meter);
    if (count != 1) return E_INVALIDARG;
    for (const Member& member : members_) {
      if (_wcsicmp(member.name, names[0]) == 0) {
        ids[0] = member.id;
        return S_OK;
      }
    }
    ids[0] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
  }
  HRESULT STDMETHODCALLTYPE Invoke(DISPID id, REFIID, LCID, WORD flags, DISPPARAMS* arguments,
                                   VARIANT* result, EXCEPINFO* info, UINT*) noexcept override {
    const Meter::Call measured(meter);
    ++calls;
    if ((flags & (DISPATCH_PROPERTYGET | DISPATCH_METHOD)) == 0 || result == nullptr) {
      return DISP_E_MEMBERNOTFOUND;
    }
    for (const Member& member : members_) {
      if (member.id != id) continue;
      std::string name = std::string(type_) + ".";
      for (const wchar_t* unit = member.name; *unit != 0; ++unit) {
        name.push_back(static_cast<char>(*unit));
      }
      const HRESULT met = Meet(name, info);
      return met == S_FALSE ? Read(id, *arguments, *result) : met;
    }
    return DISP_E_MEMBERNOTFOUND;
  }

 protected:
  virtual ~Object() { --objects; }
  // Any member that the object lists.
  virtual HRESULT Read(DISPID id, const DISPPARAMS& arguments, VARIANT& result) = 0;

  static HRESULT Number(VARIANT& result, long number) {
    V_VT(&result) = VT_I4;
    V_I4(&result) = number;
    return S_OK;
  }
  static HRESULT Text(VARIANT& result, const std::wstring& text) {
    V_VT(&result) = VT_BSTR;
    V_BSTR(&result) = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
    return S_OK;
  }
  static HRESULT Give(VARIANT& result, IDispatch* object) {
    V_VT(&result) = VT_DISPATCH;
    V_DISPATCH(&result) = object;
    return S_OK;
  }

 private:
  const char* const type_;
  const std::vector<Member> members_;
  std::atomic<ULONG> count_{1};
};

class Account final : public Object {
 public:
  explicit Account(std::shared_ptr<AccountData> data)
      : Object("Account", {{L"DisplayName", 0x3001},
                           {L"AccountType", 0xfad2},
                           {L"SmtpAddress", 0xfad4},
                           {L"ExchangeConnectionMode", 0xfc67}}),
        data_(std::move(data)) {}

 private:
  HRESULT Read(DISPID id, const DISPPARAMS&, VARIANT& result) override {
    const std::lock_guard lock(model.mutex);
    if (id == 0x3001) return Text(result, data_->name);
    if (id == 0xfad2) return Number(result, data_->type);
    if (id == 0xfc67) return Number(result, data_->mode);
    ++guarded;
    return E_ABORT;
  }

  const std::shared_ptr<AccountData> data_;
};

class Accounts final : public Object {
 public:
  Accounts() : Object("Accounts", {{L"Count", 0x50}, {L"Item", 0x51}}) {}

 private:
  HRESULT Read(DISPID id, const DISPPARAMS& arguments, VARIANT& result) override {
    const std::lock_guard lock(model.mutex);
    const auto count = static_cast<long>(model.accounts.size());
    if (id == 0x50) return Number(result, count);
    if (arguments.cArgs != 1 || V_VT(&arguments.rgvarg[0]) != VT_I4) return DISP_E_BADPARAMCOUNT;
    const long index = V_I4(&arguments.rgvarg[0]);
    if (index < 1 || index > count) return DISP_E_BADINDEX;
    return Give(result, new Account(model.accounts[static_cast<std::size_t>(index) - 1]));
  }
};

class Session final : public Object {
 public:
  Session()
      : Object("NameSpace", {{L"CurrentProfileName", 0xfad5},
                             {L"Offline", 0xfa4c},
                             {L"ExchangeConnectionMode", 0xfac1},
                             {L"Accounts", 0xfad0}}) {}

 private:
  HRESULT Read(DISPID id, const DISPPARAMS&, VARIANT& result) override {
    const std::lock_guard lock(model.mutex);
    if (id == 0xfad5) return Text(result, model.profile);
    if (id == 0xfac1) return Number(result, model.mode);
    if (id == 0xfad0) return Give(result, new Accounts);
    V_VT(&result) = VT_BOOL;
    V_BOOL(&result) = model.mode > 0 && model.mode < 500 ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
  }
};

class Application final : public Object {
 public:
  Application() : Object("Application", {{L"Session", 0xf00b}}) {}

 private:
  HRESULT Read(DISPID, const DISPPARAMS&, VARIANT& result) override {
    ++looks;
    meter.BeginLook();
    return Give(result, new Session);
  }
};

}  // namespace rx_outlook::test::outlook_model

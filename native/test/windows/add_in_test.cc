// Checks the add-in's DLL as COM uses it, without a registry, and the wait that handles messages.
// The argument is the DLL.
#include <windows.h>

#include <oleauto.h>

#include <array>

#include "addin/messages.h"
#include "host_add_in.h"
#include "tally.h"

using namespace rx_outlook;
using rx_outlook::addin::AwaitAndAnswerMessages;
using rx_outlook::test::Check;
using rx_outlook::test::IDTExtensibility2;

namespace {

using GetClassObject = HRESULT(STDAPICALLTYPE*)(REFCLSID, REFIID, void**);
using CanUnloadNow = HRESULT(STDAPICALLTYPE*)();

IID Id(const wchar_t* text) {
  IID id{};
  CLSIDFromString(text, &id);
  return id;
}

template <typename Interface>
HRESULT Ask(IUnknown& object, REFIID id, ComPtr<Interface>& result) {
  return object.QueryInterface(id, reinterpret_cast<void**>(result.Put()));
}

void TestIdentity(IUnknown& add_in) {
  ComPtr<IUnknown> unknown;
  ComPtr<IDispatch> dispatch;
  ComPtr<IUnknown> through;
  ComPtr<IClassFactory> none;
  Check(SUCCEEDED(Ask(add_in, IID_IUnknown, unknown)), "it is an IUnknown");
  Check(SUCCEEDED(Ask(add_in, IID_IDispatch, dispatch)), "it is an IDispatch");
  Check(SUCCEEDED(Ask(*dispatch.Get(), IID_IUnknown, through)) && through.Get() == unknown.Get(),
        "its IUnknown is the same pointer from each interface");
  Check(Ask(add_in, IID_IClassFactory, none) == E_NOINTERFACE && !none,
        "it has no other interface");
  Check(add_in.QueryInterface(IID_IUnknown, nullptr) == E_POINTER,
        "QueryInterface needs an out parameter");
}

HRESULT IdOf(IDispatch& add_in, std::wstring name, DISPID& id) {
  LPOLESTR names = name.data();
  return add_in.GetIDsOfNames(IID_NULL, &names, 1, LOCALE_USER_DEFAULT, &id);
}

HRESULT Call(IDispatch& add_in, DISPID id, DISPPARAMS parameters, WORD how = DISPATCH_METHOD) {
  return add_in.Invoke(id, IID_NULL, LOCALE_USER_DEFAULT, how, &parameters, nullptr, nullptr,
                       nullptr);
}

void TestByName(IDispatch& add_in) {
  UINT count = 1;
  Check(SUCCEEDED(add_in.GetTypeInfoCount(&count)) && count == 0, "it has no type library");
  DISPID id = 0;
  constexpr std::array<const wchar_t*, 5> kNames = {L"OnConnection", L"OnDisconnection",
                                                    L"OnAddInsUpdate", L"OnStartupComplete",
                                                    L"OnBeginShutdown"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    Check(SUCCEEDED(IdOf(add_in, kNames[i], id)) && id == static_cast<DISPID>(i + 1),
          "each method has the DISPID of Microsoft's type library");
  }
  Check(SUCCEEDED(IdOf(add_in, L"onbeginshutdown", id)) && id == 5, "names ignore case");
  Check(IdOf(add_in, L"OnAnything", id) == DISP_E_UNKNOWNNAME && id == DISPID_UNKNOWN,
        "another name is unknown");
  std::array<VARIANTARG, 2> arguments{};
  Check(Call(add_in, 9, {}) == DISP_E_MEMBERNOTFOUND, "another DISPID is unknown");
  Check(Call(add_in, 4, {}) == DISP_E_BADPARAMCOUNT, "too few arguments are refused");
  Check(Call(add_in, 4, {arguments.data(), nullptr, 2, 0}) == DISP_E_BADPARAMCOUNT,
        "too many arguments are refused");
  Check(Call(add_in, 4, {arguments.data(), nullptr, 1, 0}, DISPATCH_PROPERTYGET) ==
            DISP_E_MEMBERNOTFOUND,
        "a method cannot be read as a property");
  V_VT(&arguments[1]) = VT_ERROR;
  Check(Call(add_in, 2, {arguments.data(), nullptr, 2, 0}) == DISP_E_TYPEMISMATCH,
        "a mode of another type is refused");
}

// Calls that Outlook can make in any order, without a connection.
void TestOutOfOrder(IDTExtensibility2& add_in) {
  Check(add_in.OnStartupComplete(nullptr) == S_OK, "OnStartupComplete needs no connection");
  Check(add_in.OnBeginShutdown(nullptr) == S_OK, "OnBeginShutdown needs no connection");
  Check(add_in.OnDisconnection(0, nullptr) == S_OK, "OnDisconnection needs no connection");
  Check(add_in.OnConnection(nullptr, 0, nullptr, nullptr) == S_OK,
        "OnConnection needs no Application");
  Check(add_in.OnAddInsUpdate(nullptr) == S_OK, "OnAddInsUpdate succeeds");
}

void TestFactory(GetClassObject get, CanUnloadNow can_unload) {
  const CLSID ours = Id(L"{9F43EEE0-D214-4C8A-B1C0-827B7BFEB024}");
  const IID extensibility = Id(L"{B65AD801-ABAF-11D0-BB8B-00A0C90F2744}");
  ComPtr<IClassFactory> factory;
  void** const place = reinterpret_cast<void**>(factory.Put());
  Check(can_unload() == S_OK, "an unused DLL can be unloaded");
  Check(get(IID_IDispatch, IID_IClassFactory, place) == CLASS_E_CLASSNOTAVAILABLE && !factory,
        "it has no other class");
  Check(get(ours, IID_IDispatch, place) == E_NOINTERFACE && !factory,
        "its factory has no IDispatch");
  Check(get(ours, IID_IClassFactory, nullptr) == E_POINTER,
        "DllGetClassObject needs an out parameter");
  if (!Check(get(ours, IID_IClassFactory, place) == S_OK, "it makes a factory")) return;
  Check(can_unload() == S_FALSE, "a DLL with a factory cannot be unloaded");
  ComPtr<IDTExtensibility2> add_in;
  void** const made = reinterpret_cast<void**>(add_in.Put());
  Check(factory->CreateInstance(factory.Get(), IID_IUnknown, made) == CLASS_E_NOAGGREGATION,
        "the factory does not aggregate");
  Check(factory->CreateInstance(nullptr, IID_IClassFactory, made) == E_NOINTERFACE && !add_in,
        "the factory makes only add-ins");
  if (!Check(factory->CreateInstance(nullptr, extensibility, made) == S_OK,
             "the factory makes an add-in")) {
    return;
  }
  factory.Reset();
  Check(can_unload() == S_FALSE, "a DLL with an add-in cannot be unloaded");
  TestIdentity(*add_in);
  TestByName(*add_in);
  TestOutOfOrder(*add_in);
  add_in.Reset();
  Check(can_unload() == S_OK, "it can be unloaded after the add-in's last reference");
  get(ours, IID_IClassFactory, place);
  factory->LockServer(TRUE);
  factory.Reset();
  Check(can_unload() == S_FALSE, "a locked DLL cannot be unloaded");
  get(ours, IID_IClassFactory, place);
  factory->LockServer(FALSE);
  factory.Reset();
  Check(can_unload() == S_OK, "it can be unloaded after the lock");
}

int handed_out = 0;

LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM wide, LPARAM extra) {
  if (message < WM_APP) return DefWindowProcW(window, message, wide, extra);
  ++handed_out;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a message carries a handle as a number.
  if (extra != 0) SetEvent(reinterpret_cast<HANDLE>(extra));
  return 0;
}

void TestMessages() {
  WNDCLASSW type{};
  type.lpfnWndProc = OnMessage;
  type.hInstance = GetModuleHandleW(nullptr);
  type.lpszClassName = L"rx-outlook add-in test";
  RegisterClassW(&type);
  const HWND window = CreateWindowW(type.lpszClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                    type.hInstance, nullptr);
  const HANDLE event = CreateEventW(nullptr, FALSE, FALSE, nullptr);
  using std::chrono::milliseconds;
  Check(!AwaitAndAnswerMessages(event, milliseconds(20)),
        "a wait without an event ends at its limit");
  SetEvent(event);
  Check(AwaitAndAnswerMessages(event, milliseconds(0)), "an event that is set needs no wait");
  PostMessageW(window, WM_APP, 0, reinterpret_cast<LPARAM>(event));
  Check(AwaitAndAnswerMessages(event, milliseconds(60'000)) && handed_out == 1,
        "an earlier message is dispatched, and can end the wait");
  PostQuitMessage(7);
  Check(!AwaitAndAnswerMessages(event, milliseconds(20)), "WM_QUIT does not end the wait");
  MSG message{};
  Check(GetMessageW(&message, nullptr, 0, 0) == 0 && message.wParam == 7,
        "WM_QUIT stays for the thread's own loop");
}

}  // namespace

extern "C" int wmain(int count, wchar_t** arguments) {
  const HMODULE module = count == 2 ? LoadLibraryW(arguments[1]) : nullptr;
  if (!Check(module != nullptr, "the DLL loads")) return test::Finish();
  const auto find = [module](const char* name) {
    return reinterpret_cast<void (*)()>(GetProcAddress(module, name));
  };
  const auto get = reinterpret_cast<GetClassObject>(find("DllGetClassObject"));
  const auto can_unload = reinterpret_cast<CanUnloadNow>(find("DllCanUnloadNow"));
  Check(find("DllRegisterServer") != nullptr && find("DllUnregisterServer") != nullptr,
        "it can be registered");
  if (Check(get != nullptr && can_unload != nullptr, "its functions have their plain names")) {
    TestFactory(get, can_unload);
  }
  TestMessages();
  return test::Finish();
}

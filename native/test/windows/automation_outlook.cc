// OUTLOOK.EXE for the tests of the backend "automation": a local server that has Application in the
// table of running objects and answers by IDispatch alone, with the documented numbers. It shares
// no header with that backend.
//
//   OUTLOOK.EXE [hidden|window]
//
// hidden: not in the table until "show". window: with a main window. Commands on its standard
// input, one a line: a number, a command and its arguments, separated by tabs. Each is answered by
// a line: the number, "ok" or "error", a value. The process ends with its input.
//
//   profile NAME; mode NUMBER               of the session
//   add NAME TYPE MODE; remove AT; rename AT NAME; change AT MODE; move FROM TO    accounts, from 0
//   fail MEMBER COUNT HRESULT               the next calls return it; COUNT -1: all of them
//   throw MEMBER COUNT SCODE                the next calls return DISP_E_EXCEPTION with it
//   hang MEMBER deaf|modal                  the next call does not return until "release"; a modal
//                                           one answers messages meanwhile
//   held                                    waits until a call hangs
//   release
//   reject COUNT                            the message filter rejects the next calls
//   hide; show                              out of the table of running objects, and back
//   count                                   calls, looks, guarded, created, objects, references
//   measure; figures                        what looks have cost since "measure", as JSON
//   end proper|exit|kill|disconnect
//
// MEMBER is a name such as Session or Account.DisplayName, or * for every member.
#include <windows.h>

#include <objbase.h>
#include <oleauto.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "line.h"
#include "outlook_objects.h"

using namespace rx_outlook::test;
using namespace rx_outlook::test::outlook_model;

namespace {

constexpr CLSID kApplication = {
    0x0006f03a, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
constexpr UINT kCommand = WM_APP;  // for the main thread; wide: a pointer to its Task
constexpr wchar_t kMainWindow[] = L"rctrl_renwnd32";

DWORD main_thread = 0;
std::mutex output_mutex;
void Say(const std::string& line) {
  const std::lock_guard lock(output_mutex);
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

// Counts the attempts to make an Application: they would start Outlook.
class Factory final : public IClassFactory {
 public:
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** object) noexcept override {
    *object = riid == IID_IUnknown || riid == IID_IClassFactory ? this : nullptr;
    return *object == nullptr ? E_NOINTERFACE : S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return 2; }
  ULONG STDMETHODCALLTYPE Release() noexcept override { return 1; }
  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown*, REFIID, void** object) noexcept override {
    *object = nullptr;
    ++created;
    return E_FAIL;
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL) noexcept override { return S_OK; }
};

// Outlook's, while it shows a dialog.
class Filter final : public IMessageFilter {
 public:
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** object) noexcept override {
    *object = riid == IID_IUnknown || riid == IID_IMessageFilter ? this : nullptr;
    return *object == nullptr ? E_NOINTERFACE : S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return 2; }
  ULONG STDMETHODCALLTYPE Release() noexcept override { return 1; }
  // Under Wine the release of an object is asked for here, too: a rejected one is lost.
  DWORD STDMETHODCALLTYPE HandleInComingCall(DWORD, HTASK, DWORD,
                                             LPINTERFACEINFO info) noexcept override {
    if (info == nullptr || info->iid != IID_IDispatch) return SERVERCALL_ISHANDLED;
    const std::lock_guard lock(model.mutex);
    if (model.rejected == 0) return SERVERCALL_ISHANDLED;
    --model.rejected;
    return SERVERCALL_REJECTED;
  }
  DWORD STDMETHODCALLTYPE RetryRejectedCall(HTASK, DWORD, DWORD) noexcept override { return 0; }
  DWORD STDMETHODCALLTYPE MessagePending(HTASK, DWORD, DWORD) noexcept override {
    return PENDINGMSG_WAITDEFPROCESS;
  }
};

class Outlook {
 public:
  explicit Outlook(bool is_hidden) {
    CoRegisterClassObject(kApplication, &factory_, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE,
                          &factory_cookie_);
    CoRegisterMessageFilter(&filter_, nullptr);
    if (!is_hidden) Show();
  }
  Outlook(const Outlook&) = delete;
  Outlook& operator=(const Outlook&) = delete;
  ~Outlook() {
    Hide();
    CoRegisterMessageFilter(nullptr, nullptr);
    CoRevokeClassObject(factory_cookie_);
    application_->Release();
  }

  HRESULT Show() {
    return cookie_ != 0
               ? S_OK
               : RegisterActiveObject(application_, kApplication, ACTIVEOBJECT_STRONG, &cookie_);
  }
  HRESULT Hide() {
    const HRESULT hr = cookie_ == 0 ? S_OK : RevokeActiveObject(cookie_, nullptr);
    cookie_ = 0;
    return hr;
  }
  HRESULT Disconnect() { return CoDisconnectObject(application_, 0); }
  [[nodiscard]] ULONG references() const { return application_->count(); }

 private:
  Application* const application_ = new Application;
  Factory factory_;
  Filter filter_;
  DWORD factory_cookie_ = 0;
  DWORD cookie_ = 0;
};

Outlook* the_outlook = nullptr;

// ── the commands, on a thread of their own ──

struct Task {
  std::string number;
  std::string what;
};

// On the main thread.
void Perform(const Task& task) {
  if (task.what == "end proper") {
    Say(task.number + "\tok\t");
    PostQuitMessage(0);
    return;
  }
  const HRESULT hr = task.what == "show"   ? the_outlook->Show()
                     : task.what == "hide" ? the_outlook->Hide()
                                           : the_outlook->Disconnect();
  Say(task.number + "\tok\t" + std::to_string(hr));
}

long NumberOf(const std::string& text) { return std::strtol(text.c_str(), nullptr, 0); }
HRESULT HresultOf(const std::string& text) {
  return static_cast<HRESULT>(std::strtoul(text.c_str(), nullptr, 0));
}

// Under the model's mutex. False for an unknown command.
bool ChangeModel(const Fields& fields) {
  const std::string& method = fields[1];
  auto& accounts = model.accounts;
  const auto at = [&](std::size_t field) {
    return static_cast<std::size_t>(NumberOf(fields.at(field)));
  };
  const auto place = [&](std::size_t index) {
    return accounts.begin() + static_cast<std::ptrdiff_t>(index);
  };
  if (method == "profile") {
    model.profile = ToWide(fields.at(2));
  } else if (method == "mode") {
    model.mode = NumberOf(fields.at(2));
  } else if (method == "add") {
    accounts.push_back(std::make_shared<AccountData>(
        AccountData{ToWide(fields.at(2)), NumberOf(fields.at(3)), NumberOf(fields.at(4))}));
  } else if (method == "remove") {
    accounts.erase(place(at(2)));
  } else if (method == "rename") {
    accounts.at(at(2))->name = ToWide(fields.at(3));
  } else if (method == "change") {
    accounts.at(at(2))->mode = NumberOf(fields.at(3));
  } else if (method == "move") {
    const auto account = accounts.at(at(2));
    accounts.erase(place(at(2)));
    accounts.insert(place(at(3)), account);
  } else if (method == "fail" || method == "throw") {
    model.faults[fields.at(2)] = {NumberOf(fields.at(3)), HresultOf(fields.at(4)),
                                  method == "throw"};
  } else if (method == "hang") {
    model.hangs = fields.at(2);
    model.is_deaf = fields.at(3) == "deaf";
    ResetEvent(released);
  } else if (method == "measure") {
    meter.Reset();
  } else if (method == "reject") {
    model.rejected = NumberOf(fields.at(2));
  } else {
    return false;
  }
  return true;
}

std::string Counts() {
  std::string text;
  for (const long count : {calls.load(), looks.load(), guarded.load(), created.load(),
                           objects.load(), static_cast<long>(the_outlook->references())}) {
    text += std::to_string(count) + " ";
  }
  return text;
}

void Command(const Fields& fields) {
  const std::string& number = fields[0];
  const std::string& method = fields[1];
  if (method == "count") return Say(number + "\tok\t" + Counts());
  if (method == "figures") return Say(number + "\tok\t" + meter.Figures());
  if (method == "held") {
    const DWORD waited = WaitForSingleObject(held, 30'000);
    return Say(number + (waited == WAIT_OBJECT_0 ? "\tok\t" : "\terror\tno call hangs"));
  }
  if (method == "release") {
    SetEvent(released);
    return Say(number + "\tok\t");
  }
  if (method == "end" && fields.at(2) == "exit") ExitProcess(0);
  if (method == "end" && fields.at(2) == "kill") TerminateProcess(GetCurrentProcess(), 1);
  if (method == "end" || method == "show" || method == "hide") {
    auto task =
        std::make_unique<Task>(Task{number, method == "end" ? "end " + fields.at(2) : method});
    PostThreadMessageW(main_thread, kCommand, reinterpret_cast<WPARAM>(task.release()), 0);
    return;
  }
  const std::lock_guard lock(model.mutex);
  Say(number + (ChangeModel(fields) ? "\tok\t" : "\terror\tOutlook knows no " + method));
}

DWORD WINAPI ReadCommands(void*) {
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const Fields fields = FieldsOf(line);
    if (fields.size() < 2) continue;
    try {
      Command(fields);
    } catch (const std::exception& error) {
      Say(fields[0] + "\terror\t" + error.what());
    }
  }
  TerminateProcess(GetCurrentProcess(), 2);
  return 0;
}

HWND MakeWindow() {
  WNDCLASSW type{};
  type.lpfnWndProc = DefWindowProcW;
  type.hInstance = GetModuleHandleW(nullptr);
  type.lpszClassName = kMainWindow;
  RegisterClassW(&type);
  return CreateWindowW(kMainWindow, L"Inbox", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 100, 100,
                       nullptr, nullptr, type.hInstance, nullptr);
}

}  // namespace

extern "C" int wmain(int count, wchar_t** arguments) {
  const std::wstring how = count > 1 ? arguments[1] : L"";
  held = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  released = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  main_thread = GetCurrentThreadId();
  MSG message{};
  PeekMessageW(&message, nullptr, WM_USER, WM_USER, PM_NOREMOVE);  // makes the thread's queue
  CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
  {
    Outlook outlook(how == L"hidden");
    the_outlook = &outlook;
    const HWND window = how == L"window" ? MakeWindow() : nullptr;
    const HANDLE reader = CreateThread(nullptr, 0, ReadCommands, nullptr, 0, nullptr);
    if (reader != nullptr) CloseHandle(reader);
    Say(how == L"window" && window == nullptr ? "ready without a window" : "ready");
    while (GetMessageW(&message, nullptr, 0, 0) > 0) {
      if (message.hwnd == nullptr && message.message == kCommand) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): what a message carries is a number
        const std::unique_ptr<Task> task(reinterpret_cast<Task*>(message.wParam));
        Perform(*task);
      } else {
        DispatchMessageW(&message);
      }
    }
    the_outlook = nullptr;
  }
  CoUninitialize();
  ExitProcess(0);  // the thread of the commands still reads
  return 0;
}

// OUTLOOK.EXE for tests: treats add-ins like Outlook, by commands on its standard input, one a
// line. Other commands go to the stand-in in the same process.
//
//   OUTLOOK.EXE register|unregister DLL
//   OUTLOOK.EXE run MAPI-DLL|- PROFILE early|late
#include <windows.h>

#include <objbase.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <deque>
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "base/thread.h"
#include "host_add_in.h"
#include "host_application.h"
#include "host_memory.h"
#include "line.h"
#include "standin_control.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr UINT kCommand = WM_APP;   // a line for the main thread is queued
constexpr UINT kPing = WM_APP + 1;  // counted by the window procedure

std::mutex output_mutex;

void Say(const char* line) {
  const std::lock_guard lock(output_mutex);
  std::fputs(line, stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Tell(const std::string& number, const std::string& json) {
  Say((number + "\tok\t" + json).c_str());
}
void Fail(const std::string& number, const std::string& text) {
  Say((number + "\terror\t" + text).c_str());
}

// Lines for the main thread, with one kCommand each.
std::mutex commands_mutex;
std::deque<Fields> commands;

Fields TakeCommand() {
  const std::lock_guard lock(commands_mutex);
  Fields fields = std::move(commands.front());
  commands.pop_front();
  return fields;
}

// ── on the main thread ──

// The number of pings dispatched during a call into the add-in; negative outside a call.
int answered_meanwhile = -1;

class Outlook {
 public:
  Outlook(HWND window, const std::wstring& profile, bool is_ready)
      : window_(window), is_ready_(is_ready) {
    session_ = MakeCom<Named>(
        std::map<std::wstring, Named::Property>{{L"CurrentProfileName", Text(profile)}},
        trespasses_);
    application_ = MakeCom<Named>(
        std::map<std::wstring, Named::Property>{
            {L"Name", Text(L"Outlook")},
            {L"Version", Text(L"16.0.0.12345")},
            {L"Session", [this](VARIANT& value) { return Session(value); }}},
        trespasses_);
  }
  Outlook(const Outlook&) = delete;
  Outlook& operator=(const Outlook&) = delete;
  ~Outlook() = default;

  void Command(const Fields& fields) {
    const std::string& number = fields.at(0);
    const std::string& method = fields.at(1);
    if (method == "connect") return Connect(number, std::stol(fields.at(2)));
    if (method == "startupComplete") {
      is_ready_ = true;
      return Timed(number, [this] { add_in_->OnStartupComplete(&custom_); });
    }
    if (method == "beginShutdown") {
      return Timed(number, [this] { add_in_->OnBeginShutdown(&custom_); });
    }
    if (method == "disconnect") {
      const LONG mode = std::stol(fields.at(2));
      return Timed(number, [this, mode] { add_in_->OnDisconnection(mode, &custom_); });
    }
    if (method == "connectByName") return ConnectByName(number);
    if (method == "release") {
      add_in_.Reset();
      return Tell(number, "null");
    }
    if (method == "count") {
      return Tell(number, R"({"trespasses":)" + std::to_string(trespasses_) + R"(,"references":)" +
                              std::to_string(application_->references()) + "}");
    }
    if (method == "quit") return PostQuitMessage(0);
    if (method == "exit") ExitProcess(0);
    Fail(number, "Outlook knows no " + method);
  }

 private:
  // Fails until a user has logged on.
  HRESULT Session(VARIANT& value) {
    if (!is_ready_) return DISP_E_EXCEPTION;
    V_VT(&value) = VT_DISPATCH;
    V_DISPATCH(&value) = ComPtr<IDispatch>::Share(session_.Get()).Detach();
    return S_OK;
  }

  template <typename Call>
  void Timed(const std::string& number, Call call) {
    if (!add_in_) return Fail(number, "no add-in is connected");
    // Posted before the call: only the add-in can dispatch it during the call.
    answered_meanwhile = 0;
    PostMessageW(window_, kPing, 0, 0);
    const auto begun = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    const int answered = std::exchange(answered_meanwhile, -1);
    Tell(number, R"({"ms":)" + std::to_string(took.count()) + R"(,"messages":)" +
                     std::to_string(answered) + "}");
  }

  void Connect(const std::string& number, LONG mode) {
    std::string why;
    add_in_ = MakeRegisteredAddIn(why);
    if (!add_in_) return Fail(number, why);
    Timed(number,
          [this, mode] { add_in_->OnConnection(application_.Get(), mode, nullptr, &custom_); });
  }

  // Connects like a program that knows only IDispatch.
  void ConnectByName(const std::string& number) {
    std::string why;
    add_in_ = MakeRegisteredAddIn(why);
    if (!add_in_) return Fail(number, why);
    std::wstring name = L"onconnection";
    LPOLESTR names = name.data();
    DISPID id = DISPID_UNKNOWN;
    HRESULT hr = add_in_->GetIDsOfNames(IID_NULL, &names, 1, LOCALE_USER_DEFAULT, &id);
    std::array<VARIANTARG, 4> arguments{};  // in reverse order; the others stay empty
    V_VT(&arguments[3]) = VT_DISPATCH;
    V_DISPATCH(&arguments[3]) = application_.Get();
    V_VT(&arguments[2]) = VT_I4;
    DISPPARAMS parameters{arguments.data(), nullptr, 4, 0};
    if (SUCCEEDED(hr)) {
      hr = add_in_->Invoke(id, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &parameters, nullptr,
                           nullptr, nullptr);
    }
    Tell(number, std::to_string(hr));
  }

  const HWND window_;
  std::atomic<int> trespasses_{0};
  bool is_ready_;
  SAFEARRAY* custom_ = nullptr;
  ComPtr<Named> session_;
  ComPtr<Named> application_;
  ComPtr<IDTExtensibility2> add_in_;
};

Outlook* the_outlook = nullptr;

LRESULT CALLBACK OnMessage(HWND window, UINT message, WPARAM wide, LPARAM extra) {
  if (message == kPing) {
    if (answered_meanwhile >= 0) ++answered_meanwhile;
    return 1;
  }
  if (message != kCommand) return DefWindowProcW(window, message, wide, extra);
  const Fields fields = TakeCommand();
  try {
    the_outlook->Command(fields);
  } catch (const std::exception& error) {
    Fail(fields.front(), error.what());
  }
  return 0;
}

// ── on any thread ──

void Ping(HWND window, const std::string& number) {
  DWORD_PTR answer = 0;
  const LRESULT sent = SendMessageTimeoutW(window, kPing, 0, 0, SMTO_NORMAL, 60'000, &answer);
  if (sent != 0 && answer == 1) return Tell(number, "null");
  Fail(number, "Outlook's thread does not answer");
}

using Ask = void(__cdecl*)(const char* line, standin::AnswerFunction answer);

// Returns never: ends the process with the input, which ends with the parent process.
void ReadCommands(HWND window, Ask ask) {
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    Fields fields = FieldsOf(line);
    if (fields.size() < 2) continue;
    const std::string number = fields[0];
    constexpr char kOutlooks[] = "outlook.";
    if (fields[1].rfind(kOutlooks, 0) == 0) {
      fields[1].erase(0, sizeof(kOutlooks) - 1);
      {
        const std::lock_guard lock(commands_mutex);
        commands.push_back(std::move(fields));
      }
      if (PostMessageW(window, kCommand, 0, 0) == 0) Fail(number, "Outlook's thread has ended");
    } else if (fields[1] == "memory") {
      Tell(number, Memory());
    } else if (fields[1] == "ping") {
      StartThread([window, number] { Ping(window, number); });
    } else if (fields[1] == "terminate") {
      TerminateProcess(GetCurrentProcess(), 1);
    } else if (ask != nullptr) {
      ask(line.c_str(), Say);
    } else {
      Fail(number, "there is no MAPI");
    }
  }
  TerminateProcess(GetCurrentProcess(), 2);
}

int Run(const std::wstring& mapi, const std::wstring& profile, bool is_ready) {
  CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
  Ask ask = nullptr;
  if (mapi != L"-") {
    const HMODULE module = LoadLibraryW(mapi.c_str());
    if (module == nullptr) {
      std::printf("no MAPI: error %lu\n", GetLastError());
      return 1;
    }
    ask = reinterpret_cast<Ask>(reinterpret_cast<void (*)()>(GetProcAddress(module, "StandInAsk")));
  }
  WNDCLASSW type{};
  type.lpfnWndProc = OnMessage;
  type.hInstance = GetModuleHandleW(nullptr);
  type.lpszClassName = L"rx-outlook host";
  RegisterClassW(&type);
  const HWND window = CreateWindowW(type.lpszClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                    type.hInstance, nullptr);
  {
    Outlook outlook(window, profile, is_ready);
    the_outlook = &outlook;
    StartThread([window, ask] { ReadCommands(window, ask); });
    Say("ready");
    MSG message{};
    while (GetMessageW(&message, nullptr, 0, 0) > 0) DispatchMessageW(&message);
    the_outlook = nullptr;
  }
  CoUninitialize();
  Say("ended");
  return 0;
}

}  // namespace

extern "C" int wmain(int count, wchar_t** arguments) {
  const std::wstring what = count > 2 ? arguments[1] : L"";
  if (count == 3 && (what == L"register" || what == L"unregister")) {
    const HRESULT hr =
        CallExport(arguments[2], what == L"register" ? "DllRegisterServer" : "DllUnregisterServer");
    std::printf("%08lx\n", static_cast<unsigned long>(hr));
    return 0;
  }
  if (count == 5 && what == L"run") {
    return Run(arguments[2], arguments[3], std::wstring(arguments[4]) == L"early");
  }
  std::puts("register|unregister DLL, or run MAPI-DLL|- PROFILE early|late");
  return 2;
}

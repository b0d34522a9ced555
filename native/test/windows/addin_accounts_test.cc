// Checks the accounts that the add-in serves, in one process with the objects of the object model:
// the main thread owns them and answers messages like Outlook's, another thread is the server's.
#include <windows.h>

#include <objbase.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "addin/listed_profile.h"
#include "addin/open_profile.h"
#include "addin/own_outlook.h"
#include "backends/automation/outcome.h"
#include "backends/embedded/outlook.h"
#include "outlook_objects.h"
#include "tally.h"
#include "test/waiting.h"

using namespace rx_outlook;
using namespace rx_outlook::addin;
using namespace rx_outlook::test;

namespace {

namespace objects = outlook_model;

bool CheckResult(HRESULT hr, HRESULT expected, const std::string& what) {
  return Check(hr == expected, what + " (" + std::to_string(hr) + ")");
}

class Listener final
    : public ComObject<Listener, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  struct Heard {
    int notified = 0;
    int lists = 0;
    std::vector<HRESULT> gone;
  };
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {
    heard.Update([](Heard& all) { ++all.notified; });
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    heard.Update([reason](Heard& all) { all.gone.push_back(reason); });
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    heard.Update([](Heard& all) { ++all.lists; });
  }
  Watched<Heard> heard;
};

MAPIOFFLINE_ADVISEINFO AdviseInfo(Listener& listener) {
  MAPIOFFLINE_ADVISEINFO info{};
  info.ulSize = sizeof(info);
  info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
  info.pCallback = static_cast<IMAPIOfflineNotify*>(&listener);
  info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
  info.ulStateMask = MAPIOFFLINE_STATE_ALL;
  return info;
}

void Add(const std::wstring& name, long mode) {
  const std::lock_guard lock(objects::model.mutex);
  objects::model.accounts.push_back(
      std::make_shared<objects::AccountData>(objects::AccountData{name, 0, mode}));
}

std::unique_ptr<Opener> EnterOpenProfile() {
  std::unique_ptr<Opener> opener;
  Explanation why;
  CheckResult(kOpenProfile.enter(opener, why), S_OK, "the add-in's backend is entered");
  return opener;
}

// ── on the server's thread ──

void CheckUnshared() {
  const auto opener = EnterOpenProfile();
  std::vector<AccountInfo> accounts;
  Explanation why;
  CheckResult(opener->Accounts(u"Work", accounts, why), ERR_ACCOUNTS_UNAVAILABLE,
              "there are no accounts without an Application");
}

void CheckAccounts() {
  const auto opener = EnterOpenProfile();
  Check(objects::looks == 0, "nobody looks before a client asks");
  std::vector<AccountInfo> accounts;
  Explanation why;
  CheckResult(opener->Accounts(u"Work", accounts, why), S_OK, "the accounts are listed");
  Check(accounts.size() == 1 && accounts[0].name == u"Sales", "with their names");
  ComPtr<IMAPIOfflineMgr> account;
  CheckResult(opener->Open({u"work", u"Sales", 250}, account.Put(), why), S_OK,
              "an account is opened");
  ULONG state = 0;
  CheckResult(account->GetCurrentState(&state), S_OK, "it has a state");
  Check(state == MAPIOFFLINE_STATE_ONLINE, "which is online");
  CheckResult(opener->Open({u"Work", u"Nobody"}, account.Put(), why), ERR_ACCOUNT_NOT_FOUND,
              "an unknown account is not found");
}

void CheckListed() {
  const auto embedded_profile =
      embedded::CreateProfile(u"Work", std::make_shared<embedded::Faults>());
  ComPtr<IMAPIOfflineMgr> inner;
  embedded::HrOpenOfflineObj(0, L"Work", &GUID_GlobalState, nullptr, inner.Put());
  const auto& reader = AccountsReader();
  const auto profile = MakeCom<ListedProfile>(inner, reader);
  const auto listener = MakeCom<Listener>();
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(*listener.Get());
  ULONG token = 0;
  CheckResult(profile->Advise(0, &info, &token), S_OK, "a profile with a list is advised");
  automation::Reader::Found found;
  Explanation why;
  reader->Ask(automation::Reader::Accept::kNew, found, why);
  Add(L"Support", 100);
  reader->Ask(automation::Reader::Accept::kNew, found, why);
  Check(listener->heard.Await([](const Listener::Heard& all) { return all.lists == 1; }),
        "a callback that listens hears of the list");
  Check(listener->heard.Get().notified == 0, "and not of the profile's mode, which is Outlook's");
  CheckResult(profile->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                       MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK, "Outlook's object is set");
  Check(listener->heard.Await([](const Listener::Heard& all) { return all.notified == 3; }),
        "and notifies as before");
  CheckResult(profile->Unadvise(0, token), S_OK, "it is unadvised");
  Check(embedded_profile->counters().registrations == 0, "at Outlook's object as well");
  Add(L"Third", 100);
  reader->Ask(automation::Reader::Accept::kNew, found, why);
  Check(listener->heard.Get().lists == 1, "then nothing is heard");
  while (listener->references() > 1) Sleep(1);
  Check(true, "and the callback is released");
  embedded::RemoveProfile(embedded_profile);
}

// The main thread withdraws the Application during this.
void CheckEnd(const std::function<void()>& withdraw) {
  const auto opener = EnterOpenProfile();
  ComPtr<IMAPIOfflineMgr> account;
  Explanation why;
  CheckResult(opener->Open({u"Work", u"Sales", 3'600'000}, account.Put(), why), S_OK,
              "an account is opened");
  const auto listener = MakeCom<Listener>();
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(*listener.Get());
  ULONG token = 0;
  CheckResult(account->Advise(0, &info, &token), S_OK, "and advised");
  withdraw();
  Check(listener->heard.Await([](const Listener::Heard& all) { return !all.gone.empty(); }),
        "the end of Outlook ends the registration");
  Check(listener->heard.Get().gone == std::vector<HRESULT>{automation::kDisconnectedObject},
        "as its end");
  CheckResult(opener->Open({u"Work", u"Sales"}, account.Put(), why), ERR_OUTLOOK_NOT_RUNNING,
              "opening then");
}

// ── on the main thread ──

constexpr UINT kWithdraw = WM_APP;
constexpr UINT kDone = WM_APP + 1;

}  // namespace

int main() {
  const DWORD main_thread = GetCurrentThreadId();
  MSG message{};
  PeekMessageW(&message, nullptr, WM_USER, WM_USER, PM_NOREMOVE);  // makes the thread's queue
  CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
  Add(L"Sales", 700);
  auto* const application = new objects::Application;
  std::shared_ptr<SharedApplication> shared;
  Event is_shared;
  std::thread server([&] {
    CheckUnshared();
    PostThreadMessageW(main_thread, kWithdraw, 0, 0);  // shares it, the first time
    Check(is_shared.Wait(), "Outlook shares its Application");
    CheckAccounts();
    CheckListed();
    CheckEnd([&] { PostThreadMessageW(main_thread, kWithdraw, 0, 0); });
    PostThreadMessageW(main_thread, kDone, 0, 0);
  });
  while (GetMessageW(&message, nullptr, 0, 0) > 0 && message.message != kDone) {
    if (message.hwnd != nullptr || message.message != kWithdraw) {
      DispatchMessageW(&message);
    } else if (shared) {
      shared->Withdraw();
    } else {
      shared = std::make_shared<SharedApplication>(*application);
      SetApplication(shared);
      is_shared.Set();
    }
  }
  server.join();
  Check(application->count() == 1,
        "only Outlook holds its Application then: " + std::to_string(application->count()));
  Check(objects::objects == 1, "and no other object is alive");
  Check(objects::guarded == 0, "nobody read SmtpAddress");
  application->Release();
  CoUninitialize();
  return Finish();
}

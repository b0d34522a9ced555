// Checks the backend "automation" against a stand-in for Outlook in another process, of either
// bitness. The argument is the stand-in, OUTLOOK.EXE.
#include <windows.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "automation_standin.h"
#include "backends/automation/network_watch.h"
#include "backends/automation/object_model.h"
#include "backends/automation/opener.h"
#include "backends/automation/outcome.h"
#include "backends/automation/outlook.h"
#include "base/windows/apartment.h"
#include "core/advise_token.h"
#include "tally.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

std::wstring program;

std::string Hex(HRESULT hr) {
  char text[11];
  std::snprintf(text, sizeof(text), "0x%08X", static_cast<unsigned>(hr));
  return text;
}

bool CheckResult(HRESULT hr, HRESULT expected, const std::string& what) {
  return Check(hr == expected, what + " is " + Hex(expected) + " (it was " + Hex(hr) + ")");
}

double Since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// ── a client of the backend ──

class Listener final
    : public ComObject<Listener, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  struct Heard {
    std::vector<MAPIOFFLINE_NOTIFY> notified;
    std::vector<HRESULT> gone;
    int lists = 0;
  };

  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* info) noexcept override {
    heard.Update([info](Heard& all) { all.notified.push_back(*info); });
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    heard.Update([reason](Heard& all) { all.gone.push_back(reason); });
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    heard.Update([](Heard& all) { ++all.lists; });
  }

  Watched<Heard> heard;
};

struct Environment {
  explicit Environment(Reader::Clock::duration answer = 20s)
      : reader(std::make_shared<Reader>(RunningOutlook(), Reader::Limits{answer})),
        opener(reader) {}

  HRESULT Open(const Target& target, ComPtr<IMAPIOfflineMgr>& object) {
    why = {};
    return opener.Open(target, object.Put(), why);
  }
  // Of the profile, polled as often as possible.
  HRESULT Open(ComPtr<IMAPIOfflineMgr>& object, std::u16string account = {}) {
    return Open({u"Work", std::move(account), 250}, object);
  }
  std::vector<AccountInfo> Accounts() {
    std::vector<AccountInfo> accounts;
    why = {};
    CheckResult(opener.Accounts(u"Work", accounts, why), S_OK, "listing the accounts");
    return accounts;
  }

  const std::shared_ptr<Reader> reader;
  ReaderOpener opener;
  Explanation why;
};

struct Subscription {
  explicit Subscription(const ComPtr<IMAPIOfflineMgr>& object) {
    if (object) advised = token.Advise(object, callback.Get());
  }
  [[nodiscard]] bool AwaitNotified(std::size_t count) const {
    return callback->heard.Await(
        [count](const Listener::Heard& all) { return all.notified.size() >= count; });
  }
  [[nodiscard]] bool AwaitGone(HRESULT reason) const {
    const bool is_gone =
        callback->heard.Await([](const Listener::Heard& all) { return !all.gone.empty(); });
    return is_gone && callback->heard.Get().gone == std::vector<HRESULT>{reason};
  }
  [[nodiscard]] bool AwaitLists(int count) const {
    return callback->heard.Await(
        [count](const Listener::Heard& all) { return all.lists >= count; });
  }

  const ComPtr<Listener> callback = MakeCom<Listener>();
  AdviseToken token;
  HRESULT advised = E_FAIL;
};

constexpr ULONG kUnread = 77;

ULONG StateOf(const ComPtr<IMAPIOfflineMgr>& object) {
  ULONG state = kUnread;
  return object && SUCCEEDED(object->GetCurrentState(&state)) ? state : kUnread;
}

bool IsChange(const MAPIOFFLINE_NOTIFY& told, MAPIOFFLINE_NOTIFY_TYPE type, ULONG previous,
              ULONG current) {
  const auto& change = told.Info.StateChange;
  return told.NotifyType == type && change.ulStateOld == previous && change.ulStateNew == current;
}

constexpr auto kToldChange = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE;
constexpr auto kToldDone = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE;

// Waits for a look of the stand-in that begins from now on, and for its end.
void AwaitLook(StandIn& outlook, long more = 1) {
  const long looks = outlook.Count().looks;
  const auto limit = Clock::now() + 30s;
  while (outlook.Count().looks < looks + more && Clock::now() < limit) {
    std::this_thread::sleep_for(10ms);
  }
}

// ── without an Outlook that answers ──

void CheckNoOutlook() {
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_RUNNING, "opening without an Outlook");
  CheckResult(environment.opener.Available(environment.why), ERR_OUTLOOK_NOT_RUNNING,
              "the availability without an Outlook");
  CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_RUNNING, "opening again: none was started");
  Check(environment.reader->counts().threads == 0, "no thread is needed to find none");
}

void CheckNewOutlook() {
  const std::wstring folder = program.substr(0, program.find_last_of(L"\\/") + 1);
  const std::wstring olk = folder + L"olk.exe";
  CopyFileW(program.c_str(), olk.c_str(), FALSE);
  {
    const StandIn next(olk, L"hidden");
    Environment environment;
    ComPtr<IMAPIOfflineMgr> object;
    CheckResult(environment.Open(object), ERR_OUTLOOK_NEW_ONLY, "opening with only new Outlook");
    Check(environment.why.text.find("olk.exe (process ") != std::string::npos,
          "the explanation names new Outlook's process");
  }
  DeleteFileW(olk.c_str());
}

void CheckHidden() {
  StandIn outlook(program, L"hidden");
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_REACHABLE,
              "opening an Outlook that is not in the table of running objects");
  Check(!environment.why.text.empty(), "the failure is explained");
  outlook.Call({"show"});
  CheckResult(environment.Open(object), S_OK, "opening once it is in the table");
  const Subscription subscription(object);
  outlook.Call({"hide"});
  Check(subscription.AwaitGone(ERR_OUTLOOK_NOT_REACHABLE),
        "a registration ends when Outlook leaves the table");
  outlook.Call({"show"});
  CheckResult(environment.Open(object), S_OK, "opening when it is back");
}

// ── states and lists ──

void CheckTargets(StandIn& outlook) {
  outlook.Call({"add", "Sales", "0", "700"});
  outlook.Call({"add", "Sales", "1", "0"});
  outlook.Call({"add", "Ünïcödé ✉", "2", "100"});
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  CheckResult(environment.Open({u"Home"}, object), MAPI_E_NOT_FOUND, "opening another profile");
  Check(environment.why.text == "Outlook has only the profile \"Work\" open.",
        "the explanation names the open profile: " + environment.why.text);
  CheckResult(environment.Open({u"WORK"}, object), S_OK, "opening by another spelling");
  Check(StateOf(object) == MAPIOFFLINE_STATE_ONLINE, "the profile is online");
  CheckResult(environment.Open({u"Work", u"Nobody"}, object), ERR_ACCOUNT_NOT_FOUND,
              "opening an unknown account");
  std::vector<std::u16string> names;
  CheckResult(environment.opener.Profiles(names, environment.why), S_OK, "listing the profiles");
  Check(names == std::vector<std::u16string>{u"Work"}, "only the open profile is listed");
  const std::vector<AccountInfo> accounts = environment.Accounts();
  if (!Check(accounts.size() == 3, "three accounts are listed")) return;
  Check(accounts[0].name == u"Sales" && accounts[0].type == AccountType::kExchange, "the first");
  Check(accounts[1].name == u"Sales (2)" && accounts[1].type == AccountType::kImap,
        "the second, with a unique name");
  Check(accounts[2].name == u"\u00dcn\u00efc\u00f6d\u00e9 \u2709" &&
            accounts[2].type == AccountType::kPop3,
        "the third, with its letters");
  environment.Open(object, u"Sales");
  Check(StateOf(object) == MAPIOFFLINE_STATE_ONLINE, "an account that is online");
  environment.Open(object, u"Sales (2)");
  Check(StateOf(object) == kNoExchangeState, "an account without Exchange has that state");
  environment.Open(object, accounts[2].name);
  Check(StateOf(object) == MAPIOFFLINE_STATE_OFFLINE, "an account that is offline");
  ULONG capabilities = kUnread;
  CheckResult(object->GetCapabilities(&capabilities), S_OK, "GetCapabilities");
  Check(capabilities == 0, "there are no capabilities");
  CheckResult(
      object->SetCurrentState(0, MAPIOFFLINE_STATE_OFFLINE_MASK, MAPIOFFLINE_STATE_ONLINE, nullptr),
      E_NOTIMPL, "SetCurrentState");
  for (int i = 0; i < 3; ++i) outlook.Call({"remove", "0"});
}

void CheckModes(StandIn& outlook) {
  Environment environment;
  for (const auto& [mode, state] : std::vector<std::pair<const char*, ULONG>>{{"0", 0},
                                                                              {"100", 1},
                                                                              {"200", 1},
                                                                              {"300", 1},
                                                                              {"400", 1},
                                                                              {"500", 2},
                                                                              {"600", 2},
                                                                              {"700", 2},
                                                                              {"900", 0},
                                                                              {"800", 2}}) {
    outlook.Call({"mode", mode});
    Reader::Found found;
    environment.reader->Ask(Reader::Accept::kNew, found, environment.why);
    ComPtr<IMAPIOfflineMgr> object;
    environment.Open(object);
    Check(StateOf(object) == state,
          std::string("mode ") + mode + " is state " + std::to_string(state));
  }
}

void CheckChanges(StandIn& outlook) {
  outlook.Call({"add", "One", "0", "700"});
  outlook.Call({"add", "Two", "0", "700"});
  Environment environment;
  ComPtr<IMAPIOfflineMgr> profile;
  ComPtr<IMAPIOfflineMgr> account;
  environment.Open(profile);
  environment.Open(account, u"One");
  const Subscription of_profile(profile);
  const Subscription of_account(account);
  CheckResult(of_account.advised, S_OK, "advising an account");
  outlook.Call({"mode", "300"});
  Check(of_profile.AwaitNotified(2), "a change of the profile is told");
  const auto told = of_profile.callback->heard.Get().notified;
  Check(IsChange(told.at(0), kToldChange, 2, 1) && IsChange(told.at(1), kToldDone, 2, 1),
        "it is CHANGE and DONE, from online to offline");
  Check(StateOf(profile) == 1 && StateOf(account) == 2, "the account has a state of its own");
  outlook.Call({"change", "0", "0"});
  Check(of_account.AwaitNotified(2), "a change to neither state is told");
  outlook.Call({"change", "0", "800"});
  Check(of_account.AwaitNotified(4), "a change from neither state is told");

  const auto before = environment.Accounts();
  outlook.Call({"rename", "0", "Uno"});
  Check(of_profile.AwaitLists(1), "a rename changes the list");
  const auto renamed = environment.Accounts();
  Check(renamed.size() == 2 && renamed[0].name == u"Uno" && renamed[0].id == before[0].id,
        "a renamed account keeps its id");
  Check(StateOf(account) == 2, "a renamed account's object still answers");
  outlook.Call({"add", "Three", "4", "100"});
  Check(of_profile.AwaitLists(2), "an added account changes the list");
  outlook.Call({"move", "2", "0"});
  Check(of_profile.AwaitLists(3), "another order changes the list");
  const auto moved = environment.Accounts();
  Check(moved.size() == 3 && moved[1].id == before[0].id && moved[0].type == AccountType::kEas,
        "a moved account keeps its id");
  outlook.Call({"remove", "1"});
  Check(of_account.AwaitGone(MAPI_E_OBJECT_DELETED), "a removed account's registration ends");
  Check(of_profile.AwaitLists(4), "a removed account changes the list");
  ULONG state = 0;
  CheckResult(account->GetCurrentState(&state), MAPI_E_OBJECT_DELETED, "a removed account's state");
  Check(of_profile.callback->heard.Get().gone.empty(), "the profile stays");
  outlook.Call({"remove", "0"});
  outlook.Call({"remove", "0"});
  outlook.Call({"mode", "800"});
}

// ── the contract, as far as it needs no setting ──

constexpr RegistrationKey kKey{3, 1};

std::size_t CountOf(const std::vector<Record>& records, RecordKind kind) {
  return static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(), [kind](const Record& one) { return one.kind == kind; }));
}

const Record* LastOf(const std::vector<Record>& records, RecordKind kind) {
  const auto found = std::find_if(records.rbegin(), records.rend(),
                                  [kind](const Record& one) { return one.kind == kind; });
  return found == records.rend() ? nullptr : &*found;
}

HRESULT AnswerTo(Client& client, std::uint32_t request) {
  if (!client.inbox.AwaitAnswer(request)) return E_UNEXPECTED;
  for (const Record& record : client.inbox.records) {
    if (record.kind == RecordKind::kAnswer && record.slot == request) return record.hresult;
  }
  return E_UNEXPECTED;
}

void CheckContract(StandIn& outlook) {
  const long before = outlook.Count().looks;
  Client client(automation::kBackend);
  Check(client.Settle() && outlook.Count().looks == before,
        "nothing is read before a subscription");
  client.Subscribe(kKey, u"Work");
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kState) > 0; }),
        "a subscription has its snapshot");
  Check(client.inbox.records.back().current == kOnline, "it is online");
  outlook.Call({"mode", "400"});
  Check(client.inbox.Await(
            [](const auto& all) { return CountOf(all, RecordKind::kNotification) >= 2; }),
        "a change follows it");
  Check(LastOf(client.inbox.records, RecordKind::kNotification)->current == kOffline, "to offline");
  client.session->Open(1, 7, u"Work");
  CheckResult(AnswerTo(client, 1), S_OK, "opening an object");
  client.session->GetCapabilities(2, 7);
  CheckResult(AnswerTo(client, 2), S_OK, "asking its capabilities");
  Check(LastOf(client.inbox.records, RecordKind::kAnswer)->detail == 0, "which are none");
  client.session->GetCurrentState(3, 7);
  CheckResult(AnswerTo(client, 3), S_OK, "asking its state");
  Check(LastOf(client.inbox.records, RecordKind::kAnswer)->detail == 1, "which is offline");
  client.session->SetCurrentState(4, 0, 7, MAPIOFFLINE_STATE_ONLINE);
  CheckResult(AnswerTo(client, 4), E_NOTIMPL, "setting its state");
  client.session->CloseObject(5, 7);
  CheckResult(AnswerTo(client, 5), S_OK, "closing it");
  client.session->Open(6, 8, u"Nowhere");
  CheckResult(AnswerTo(client, 6), MAPI_E_NOT_FOUND, "opening an unknown profile");
  client.Unsubscribe(kKey);
  Check(client.Settle(), "the subscription ends");
  client.inbox.Drain();
  outlook.Call({"mode", "800"});
  client.session->Available(9);
  CheckResult(AnswerTo(client, 9), S_OK, "the availability");
  Check(CountOf(client.inbox.records, RecordKind::kNotification) == 2,
        "nothing is told after the end");
  Check(client.inbox.queue->counts().dropped == 0, "nothing was dropped");

  client.Subscribe({4, 1}, u"Work");
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kState) >= 2; }),
        "another subscription has a snapshot");
  outlook.Call({"fail", "Application.Session", "1", "0xa0040210"});
  outlook.Call({"mode", "300"});
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kFailure) > 0; }),
        "a failure ends it");
  CheckResult(LastOf(client.inbox.records, RecordKind::kFailure)->hresult,
              ERR_OUTLOOK_NOT_REACHABLE, "the failure");
  client.Unsubscribe({4, 1});
  Check(client.Settle(), "and it is unadvised");
  outlook.Call({"mode", "800"});
}

// ── HRESULTs ──

void CheckBusy(StandIn& outlook) {
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  environment.Open(object);
  const Subscription subscription(object);
  const auto goes_on = [&](const std::string& what) {
    AwaitLook(outlook, 3);
    Check(StateOf(object) == MAPIOFFLINE_STATE_ONLINE &&
              subscription.callback->heard.Get().gone.empty(),
          what + ": the state stays what it was");
  };
  outlook.Call({"fail", "*", "3", "0x8001010a"});
  goes_on("RETRYLATER from Invoke");
  outlook.Call({"fail", "NameSpace.CurrentProfileName", "3", "0x80010001"});
  goes_on("CALL_REJECTED from Invoke");
  outlook.Call({"throw", "NameSpace.Accounts", "3", "0x8001010a"});
  goes_on("RETRYLATER in EXCEPINFO");
  outlook.Call({"reject", "3"});
  goes_on("rejected by a message filter");
  outlook.Call({"mode", "200"});
  Check(subscription.AwaitNotified(2), "a change after all that is told");
  outlook.Call({"mode", "800"});
  Check(environment.reader->counts().threads == 1, "one thread has made all looks");
}

void CheckBusyForever(StandIn& outlook) {
  Environment environment(1s);
  ComPtr<IMAPIOfflineMgr> object;
  environment.Open(object);
  const Subscription subscription(object);
  outlook.Call({"fail", "*", "-1", "0x80010001"});
  Check(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING),
        "an Outlook that rejects every call is not answering");
  CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_ANSWERING, "opening it");
  outlook.Call({"fail", "*", "0", "0"});
  CheckResult(environment.Open(object), S_OK, "opening when it accepts calls again");
  Check(environment.reader->counts().threads == 1, "no thread was abandoned");
}

void CheckFailures(StandIn& outlook) {
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  for (const char* const gone :
       {"0x800706ba", "0x800706be", "0x80010108", "0x800401fd", "0x800706b5"}) {
    environment.Open(object);
    const Subscription subscription(object);
    outlook.Call({"fail", "NameSpace.ExchangeConnectionMode", "-1", gone});
    Check(subscription.AwaitGone(kDisconnectedObject), std::string(gone) + " is gone");
    CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_REACHABLE, "opening then");
    outlook.Call({"fail", "NameSpace.ExchangeConnectionMode", "0", "0"});
  }
  CheckResult(environment.Open(object), S_OK, "opening after those");
  for (const char* const member : {"Application.Session", "NameSpace.CurrentProfileName"}) {
    environment.Open(object);
    const Subscription subscription(object);
    outlook.Call({"throw", member, "-1", "0x80040115"});
    Check(subscription.AwaitGone(static_cast<HRESULT>(0x80040115u)),
          std::string(member) + " without MAPI ends the registration");
    CheckResult(environment.Open(object), static_cast<HRESULT>(0x80040115u), "opening then");
    outlook.Call({"throw", member, "0", "0"});
  }
}

void CheckUnknown(StandIn& outlook) {
  outlook.Call({"add", "One", "0", "700"});
  Environment environment;
  ComPtr<IMAPIOfflineMgr> profile;
  ComPtr<IMAPIOfflineMgr> account;
  environment.Open(profile);
  environment.Open(account, u"One");
  const Subscription of_profile(profile);
  const Subscription of_account(account);
  outlook.Call({"throw", "NameSpace.ExchangeConnectionMode", "-1", "0x80040115"});
  Check(of_profile.AwaitNotified(2) && StateOf(profile) == kNeitherState,
        "a mode that throws is neither state");
  Check(StateOf(account) == MAPIOFFLINE_STATE_ONLINE, "the account is as it was");
  outlook.Call({"fail", "NameSpace.ExchangeConnectionMode", "0", "0"});
  outlook.Call({"fail", "Account.ExchangeConnectionMode", "-1", "0x80020006"});
  Check(of_account.AwaitNotified(2) && StateOf(account) == kNeitherState,
        "a mode that Outlook does not know is neither state");
  outlook.Call({"fail", "Account.ExchangeConnectionMode", "0", "0"});
  Check(of_account.AwaitNotified(4), "the account comes back");
  outlook.Call({"fail", "Account.DisplayName", "2", "0x80004005"});
  outlook.Call({"fail", "Account.AccountType", "2", "0x80004005"});
  AwaitLook(outlook, 4);
  Check(of_profile.callback->heard.Get().lists == 0, "a name that cannot be read is no rename");
  outlook.Call({"fail", "Accounts.Count", "-1", "0x80040115"});
  Check(of_account.AwaitNotified(6) && StateOf(account) == kNeitherState,
        "accounts that cannot be listed are neither state");
  Check(environment.Accounts().size() == 1, "and stay in the list");
  outlook.Call({"fail", "Accounts.Count", "0", "0"});
  Check(of_account.AwaitNotified(8) && of_account.callback->heard.Get().gone.empty(),
        "and come back");
  outlook.Call({"remove", "0"});
}

// ── hangs ──

void CheckHang(StandIn& outlook, const std::string& member, const std::string& how) {
  const std::string what = member + ", " + how + ": ";
  Environment environment(500ms);
  ComPtr<IMAPIOfflineMgr> object;
  environment.Open(object);
  const Subscription subscription(object);
  const auto start = Clock::now();
  outlook.Call({"hang", member, how});
  outlook.Call({"held"});
  Check(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING),
        what + "a call that never returns ends the registration");
  std::printf("# told %.0f ms after the order to hang\n", Since(start));
  const long looks = outlook.Count().looks;
  bool is_refused = true;
  for (int i = 0; i < 10; ++i) {
    is_refused = environment.Open(object) == ERR_OUTLOOK_NOT_ANSWERING && is_refused;
  }
  Check(is_refused, what + "opening is refused, and does not wait");
  Check(outlook.Count().looks == looks && environment.reader->counts().threads == 1,
        what + "no other call and no other thread is made");
  outlook.Call({"release"});
  const auto released = Clock::now();
  HRESULT hr = E_FAIL;
  while (FAILED(hr) && Since(released) < 30'000) hr = environment.Open(object);
  CheckResult(hr, S_OK, what + "opening after the call has returned");
  std::printf("# answers again %.1f ms after the call may return\n", Since(released));
  Check(environment.reader->counts().threads == 1, what + "the same thread goes on");
}

void CheckHungThenEnded() {
  Environment environment(500ms);
  ComPtr<IMAPIOfflineMgr> object;
  {
    StandIn outlook(program);
    environment.Open(object);
    const Subscription subscription(object);
    outlook.Call({"hang", "Application.Session", "deaf"});
    outlook.Call({"held"});
    Check(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING), "Outlook hangs");
    outlook.End("kill");
  }
  CheckResult(environment.Open(object), ERR_OUTLOOK_NOT_RUNNING, "a hung Outlook that has ended");
  StandIn outlook(program);
  CheckResult(environment.Open(object), S_OK, "the next Outlook");
  Check(environment.reader->counts().threads == 2, "one thread was abandoned");
}

// A window across processes needs a desktop; Wine has one without a display by a key that
// test/windows/README.md names.
void CheckDeafWindow() {
  StandIn outlook(program, L"window");
  if (!Check(outlook.greeting() == "ready", "the stand-in has a window: " + outlook.greeting())) {
    return;
  }
  Environment environment(3s);
  ComPtr<IMAPIOfflineMgr> object;
  CheckResult(environment.Open(object), S_OK, "opening an Outlook with a window");
  // A look of another reader makes Outlook hang.
  std::thread other([] {
    Environment blocked(200ms);
    ComPtr<IMAPIOfflineMgr> none;
    blocked.Open(none);
  });
  outlook.Call({"hang", "Application.Session", "deaf"});
  outlook.Call({"held"});
  other.join();
  const Subscription subscription(object);
  const long calls = outlook.Count().calls;
  Check(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING), "a window that does not answer ends it");
  Check(outlook.Count().calls == calls, "without a call");
  outlook.Call({"release"});
  const auto released = Clock::now();
  HRESULT hr = E_FAIL;
  while (FAILED(hr) && Since(released) < 30'000) hr = environment.Open(object);
  CheckResult(hr, S_OK, "opening when the window answers again");
  Check(environment.reader->counts().threads == 1, "no thread was abandoned");
}

// ── ends ──

void CheckRestarts() {
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  const char* const kEnds[] = {"proper", "exit", "kill"};
  double longest_end = 0;
  double longest_start = 0;
  int good = 0;
  for (int i = 0; i < 20; ++i) {
    StandIn outlook(program);
    auto start = Clock::now();
    // Polled once an hour: the end is known without a look.
    if (FAILED(environment.Open({u"Work", {}, 3'600'000}, object))) continue;
    longest_start = std::max(longest_start, Since(start));
    const Subscription subscription(object);
    if (StateOf(object) != MAPIOFFLINE_STATE_ONLINE) continue;
    outlook.End(kEnds[i % 3]);
    start = Clock::now();
    if (!subscription.AwaitGone(kDisconnectedObject)) continue;
    longest_end = std::max(longest_end, Since(start));
    if (environment.Open(object) != ERR_OUTLOOK_NOT_RUNNING) continue;
    ++good;
  }
  Check(good == 20, "each of 20 Outlooks is found, and its end is told: " + std::to_string(good));
  std::printf("# at most %.1f ms from the end to Gone, %.1f ms for the first look\n", longest_end,
              longest_start);
  Check(environment.reader->counts().threads <= 20, "no end costs more than a thread");
}

void CheckDisconnected() {
  StandIn outlook(program);
  Environment environment;
  ComPtr<IMAPIOfflineMgr> object;
  environment.Open(object);
  const Subscription subscription(object);
  outlook.End("disconnect");
  const bool is_told = subscription.callback->heard.Await(
      [](const Listener::Heard& all) { return !all.gone.empty(); });
  Check(is_told, "an Outlook that disconnects its clients ends the registration");
  const HRESULT hr = environment.Open(object);
  std::printf("# opening after CoDisconnectObject is %s\n", Hex(hr).c_str());
  Check(hr == ERR_OUTLOOK_NOT_REACHABLE || hr == ERR_OUTLOOK_NOT_RUNNING || hr == S_OK,
        "opening then has a name");
}

// ── costs ──

// On a thread of its own, as a looking thread does it, without the reader.
void CheckOneLook(StandIn& outlook) {
  constexpr int kLooks = 100;
  double took = 0;
  int good = 0;
  bool has_network = false;
  std::thread([&] {
    const Apartment apartment;
    ObjectModel model;
    const auto look = [&model] {
      Look seen;
      Explanation why;
      ComPtr<IDispatch> application;
      return SUCCEEDED(FindApplication(application, why)) &&
             SUCCEEDED(model.Read(*application, seen, why)) && seen.accounts.size() == 3;
    };
    look();  // resolves the names
    const auto start = Clock::now();
    for (int i = 0; i < kLooks; ++i) good += look() ? 1 : 0;
    took = Since(start) / kLooks;
    has_network = NetworkWatch::Start([] {}) != nullptr;
  }).join();
  const long calls = outlook.Count().calls;
  Environment environment;
  Reader::Found found;
  environment.reader->Ask(Reader::Accept::kNew, found, environment.why);
  const long in_one = outlook.Count().calls - calls;
  Check(good == kLooks && in_one == 17, "a look makes 5 calls, and 4 for each account");
  Check(has_network, "changes of the network are listened to");
  std::printf("# a look at a profile with 3 accounts: %ld calls, %.2f ms\n", in_one, took);
}

void CheckCosts(StandIn& outlook) {
  for (int i = 0; i < 3; ++i) outlook.Call({"add", "Account " + std::to_string(i), "0", "700"});
  Environment environment;
  {
    std::vector<std::unique_ptr<Subscription>> subscriptions;
    for (int i = 0; i < 200; ++i) {
      ComPtr<IMAPIOfflineMgr> object;
      environment.Open({u"Work", {}, 1'000}, object);
      subscriptions.push_back(std::make_unique<Subscription>(object));
    }
    const auto good = std::count_if(subscriptions.begin(), subscriptions.end(),
                                    [](const auto& one) { return one->advised == S_OK; });
    Check(good == 200, "200 registrations are advised");
    AwaitLook(outlook);
    const long looks = outlook.Count().looks;
    const auto start = Clock::now();
    AwaitLook(outlook, 3);
    const double took = Since(start);
    Check(outlook.Count().looks <= looks + 4 && took >= 2'000,
          "200 registrations make one look a period (" +
              std::to_string(outlook.Count().looks - looks) + " in " + std::to_string(took) +
              " ms)");
    outlook.Call({"mode", "300"});
    const bool are_told = std::all_of(subscriptions.begin(), subscriptions.end(),
                                      [](const auto& one) { return one->AwaitNotified(2); });
    Check(are_told, "each of them hears of a change");
    outlook.Call({"mode", "800"});
  }
  const long idle = outlook.Count().looks;
  std::this_thread::sleep_for(3s);
  Check(outlook.Count().looks <= idle + 1, "a process without registrations makes no look");

  CheckOneLook(outlook);
  for (int i = 0; i < 3; ++i) outlook.Call({"remove", "0"});
}

// Checks what the backend must never do.
void CheckRestraint(StandIn& outlook) {
  StandIn::Counts counts = outlook.Count();
  const auto limit = Clock::now() + 10s;
  // Releases across processes may arrive late.
  while (counts.objects > 1 && Clock::now() < limit) counts = outlook.Count();
  Check(counts.created == 0, "nobody tried to make an Application");
  Check(counts.guarded == 0, "nobody read SmtpAddress");
  Check(counts.objects == 1,
        "no object is held between two looks: " + std::to_string(counts.objects) + " alive");
}

}  // namespace

extern "C" int wmain(int argc, wchar_t** argv) {
  if (argc != 2) {
    std::printf("usage: automation_test <the stand-in, OUTLOOK.EXE>\n");
    return 2;
  }
  program = argv[1];
  CheckNoOutlook();
  CheckNewOutlook();
  CheckHidden();
  {
    StandIn outlook(program);
    CheckTargets(outlook);
    CheckModes(outlook);
    CheckChanges(outlook);
    CheckContract(outlook);
    CheckBusy(outlook);
    CheckBusyForever(outlook);
    CheckFailures(outlook);
    CheckUnknown(outlook);
    CheckHang(outlook, "Application.Session", "modal");
    outlook.Call({"add", "One", "0", "700"});
    CheckHang(outlook, "Account.AccountType", "deaf");
    outlook.Call({"remove", "0"});
    CheckCosts(outlook);
    CheckRestraint(outlook);
  }
  CheckHungThenEnded();
  CheckDeafWindow();
  CheckRestarts();
  CheckDisconnected();
  return Finish();
}

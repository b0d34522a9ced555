// Checks states, lists of accounts, and the notifications of their changes.
#include <string>
#include <utility>
#include <vector>

#include "automation_fixture.h"
#include "automation_subjects.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

bool IsChange(const MAPIOFFLINE_NOTIFY& told, MAPIOFFLINE_NOTIFY_TYPE type, ULONG previous,
              ULONG current) {
  const auto& change = told.Info.StateChange;
  return told.NotifyType == type && change.ulStateOld == previous && change.ulStateNew == current;
}

constexpr auto kToldChange = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE;
constexpr auto kToldDone = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE;

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
  for (const auto& [mode, state] :
       std::vector<std::pair<const char*, ULONG>>{{"0", kNoExchangeState},
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

}  // namespace

void rx_outlook::test::CheckStates(StandIn& outlook) {
  CheckTargets(outlook);
  CheckModes(outlook);
  CheckChanges(outlook);
}

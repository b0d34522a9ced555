// Checks what each HRESULT of a call into Outlook does to a registration and to the next opening.
#include <string>

#include "automation_fixture.h"
#include "automation_subjects.h"
#include "backends/automation/outcome.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

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

}  // namespace

void rx_outlook::test::CheckHresults(StandIn& outlook) {
  CheckBusy(outlook);
  CheckBusyForever(outlook);
  CheckFailures(outlook);
  CheckUnknown(outlook);
}

// Checks the backend without an Outlook that answers: none, new Outlook alone, a hidden one.
#include <string>

#include "automation_fixture.h"
#include "automation_subjects.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

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

}  // namespace

void rx_outlook::test::CheckAbsence() {
  CheckNoOutlook();
  CheckNewOutlook();
  CheckHidden();
}

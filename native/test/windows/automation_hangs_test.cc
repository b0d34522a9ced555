// Checks calls and windows of Outlook that do not answer.
#include <string>
#include <thread>

#include "automation_fixture.h"
#include "automation_subjects.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

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

}  // namespace

void rx_outlook::test::CheckHangs(StandIn& outlook) {
  CheckHang(outlook, "Application.Session", "modal");
  outlook.Call({"add", "One", "0", "700"});
  CheckHang(outlook, "Account.AccountType", "deaf");
  outlook.Call({"remove", "0"});
}

void rx_outlook::test::CheckHungThenEnded() {
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
void rx_outlook::test::CheckDeafWindow() {
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

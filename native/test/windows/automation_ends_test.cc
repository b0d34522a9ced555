// Checks the ends of Outlook, and the next Outlook after each.
#include <algorithm>
#include <cstdio>
#include <string>

#include "automation_fixture.h"
#include "automation_subjects.h"
#include "backends/automation/outcome.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

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

}  // namespace

void rx_outlook::test::CheckEnds() {
  CheckRestarts();
  CheckDisconnected();
}

// Checks what looks cost Outlook, and what the backend never does to it.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "automation_fixture.h"
#include "automation_subjects.h"
#include "backends/automation/network_watch.h"
#include "backends/automation/object_model.h"
#include "base/windows/apartment.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

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

}  // namespace

void rx_outlook::test::CheckCosts(StandIn& outlook) {
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
void rx_outlook::test::CheckRestraint(StandIn& outlook) {
  StandIn::Counts counts = outlook.Count();
  const auto limit = Clock::now() + 10s;
  // Releases across processes may arrive late.
  while (counts.objects > 1 && Clock::now() < limit) counts = outlook.Count();
  Check(counts.created == 0, "nobody tried to make an Application");
  Check(counts.guarded == 0, "nobody read SmtpAddress");
  Check(counts.objects == 1,
        "no object is held between two looks: " + std::to_string(counts.objects) + " alive");
}

#include "backends/automation/registrations.h"

#include <doctest/doctest.h>

#include <mutex>
#include <string>
#include <vector>

#include "abi/com_object.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kAccount = 5;

// Writes everything that it is told into a list that several share.
class Listener final
    : public ComObject<Listener, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  Listener(std::string name, std::vector<std::string>& told)
      : name_(std::move(name)), told_(told) {}
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* info) noexcept override {
    const auto& change = info->Info.StateChange;
    told_.push_back(name_ + " " + std::to_string(info->NotifyType) + ": " +
                    std::to_string(change.ulStateOld) + "-" + std::to_string(change.ulStateNew) +
                    " of " + std::to_string(info->ulClientToken));
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    told_.push_back(name_ + " gone" + (reason == MAPI_E_OBJECT_DELETED ? "" : " otherwise"));
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override { told_.push_back(name_ + " list"); }

 private:
  friend ComObject;
  ~Listener() = default;
  const std::string name_;
  std::vector<std::string>& told_;
};

struct Fixture {
  std::mutex mutex;
  Locked locked{mutex};
  Registrations registrations;
  std::vector<std::string> told;
  std::chrono::milliseconds limit{0};  // of the registrations that are added from now on

  ULONG Add(const std::string& name, std::uint64_t account, std::chrono::milliseconds interval = 0s,
            ULONG client_token = 0) {
    return registrations.Add(
        locked, {1, account}, {interval, limit},
        {client_token, ComPtr<IMAPIOfflineNotify>::Adopt(new Listener(name, told))});
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a change is CHANGE and DONE, the profile's DONE after its accounts'") {
  Add("profile", kProfileItself, 0s, 8);
  Add("account", kAccount, 0s, 9);
  Differences differences;
  differences.changes = {{kProfileItself, 2, 1}, {kAccount, 2, 1}};
  registrations.Announce(locked, differences).Say();
  CHECK(told == Lines{"profile 2: 2-1 of 8", "account 2: 2-1 of 9", "account 3: 2-1 of 9",
                      "profile 3: 2-1 of 8"});
}

TEST_CASE_FIXTURE(Fixture, "each registration of a subject is told, those of others are not") {
  Add("first", kAccount);
  Add("second", kAccount);
  Add("other", kAccount + 1);
  Differences differences;
  differences.changes = {{kAccount, 1, 2}};
  registrations.Announce(locked, differences).Say();
  CHECK(told == Lines{"first 2: 1-2 of 0", "second 2: 1-2 of 0", "first 3: 1-2 of 0",
                      "second 3: 1-2 of 0"});
}

TEST_CASE_FIXTURE(Fixture,
                  "a removed account's registrations end, the profile's hear of the list") {
  Add("profile", kProfileItself);
  const ULONG token = Add("account", kAccount);
  Differences differences;
  differences.removed = {kAccount};
  differences.has_list_changed = true;
  registrations.Announce(locked, differences).Say();
  CHECK(told == Lines{"profile list", "account gone"});
  differences.changes = {{kAccount, 1, 2}};
  CHECK(registrations.Announce(locked, differences).empty() == false);  // the list alone
  Callback removed;
  CHECK(registrations.Remove(locked, token, removed));
}

TEST_CASE_FIXTURE(Fixture, "no differences are nothing to say") {
  Add("profile", kProfileItself);
  CHECK(registrations.Announce(locked, {}).empty());
}

TEST_CASE_FIXTURE(Fixture, "the end of all is told once, and each still needs its Unadvise") {
  const ULONG first = Add("first", kProfileItself);
  const ULONG second = Add("second", kAccount);
  CHECK(registrations.has_live(locked));
  registrations.EndAll(locked, E_FAIL).Say();
  CHECK(told == Lines{"first gone otherwise", "second gone otherwise"});
  CHECK_FALSE(registrations.has_live(locked));
  CHECK(registrations.EndAll(locked, E_FAIL).empty());
  Callback removed;
  CHECK(registrations.Remove(locked, first, removed));
  CHECK(registrations.Remove(locked, second, removed));
  CHECK_FALSE(registrations.Remove(locked, second, removed));
  CHECK_FALSE(registrations.has_live(locked));
}

TEST_CASE_FIXTURE(Fixture, "a removed registration hands its callback over, and hears nothing") {
  const ULONG token = Add("one", kProfileItself);
  Callback removed;
  REQUIRE(registrations.Remove(locked, token, removed));
  CHECK(removed.notify);
  Differences differences;
  differences.changes = {{kProfileItself, 2, 1}};
  CHECK(registrations.Announce(locked, differences).empty());
  CHECK_FALSE(registrations.has_live(locked));
}

TEST_CASE_FIXTURE(Fixture,
                  "the wish has the shortest interval, and whether a usual one is asked for") {
  Knowledge known;
  known.session = 1;
  Add("one", kProfileItself, 20s);
  CHECK(registrations.WishFor(locked, known).interval == Schedule::Duration(20s));
  CHECK_FALSE(registrations.WishFor(locked, known).has_usual);
  Add("two", kProfileItself, 10s);
  Add("three", kProfileItself);
  CHECK(registrations.WishFor(locked, known).interval == Schedule::Duration(10s));
  CHECK(registrations.WishFor(locked, known).has_usual);
  registrations.EndAll(locked, E_FAIL).Say();
  CHECK_FALSE(registrations.WishFor(locked, known).interval);
}

TEST_CASE_FIXTURE(Fixture, "the shortest time limit of a look counts, as long as it is asked for") {
  const Schedule::Duration longest = 10s;
  CHECK(registrations.LimitWithin(locked, longest) == longest);
  Add("none", kProfileItself);
  limit = 30s;
  Add("longer", kProfileItself);
  CHECK(registrations.LimitWithin(locked, longest) == longest);
  limit = 2s;
  Callback removed;
  const ULONG token = Add("shorter", kProfileItself);
  CHECK(registrations.LimitWithin(locked, longest) == Schedule::Duration(2s));
  CHECK(registrations.Remove(locked, token, removed));
  CHECK(registrations.LimitWithin(locked, longest) == longest);
}

TEST_CASE_FIXTURE(Fixture, "an object is awaited while Outlook reconnects it, another one is not") {
  Knowledge known;
  known.session = 1;
  known.accounts = {{{kAccount, u"A", AccountType::kExchange}, u"A", olDisconnected}};
  Add("profile", kProfileItself);
  CHECK_FALSE(registrations.WishFor(locked, known).is_awaited);
  Add("account", kAccount);
  CHECK(registrations.WishFor(locked, known).is_awaited);
}

TEST_CASE_FIXTURE(Fixture, "a watch hears of the list alone, and of a profile opened instead") {
  const ULONG token = registrations.AddWatch(
      locked, {0, ComPtr<IMAPIOfflineNotify>::Adopt(new Listener("watch", told))});
  Add("profile", kProfileItself);
  CHECK(registrations.has_watches(locked));
  Differences differences;
  differences.changes = {{kProfileItself, 2, 1}};
  registrations.Announce(locked, differences).Say();
  CHECK(told == Lines{"profile 2: 2-1 of 0", "profile 3: 2-1 of 0"});
  told.clear();
  differences = {};
  differences.has_list_changed = true;
  registrations.Announce(locked, differences).Say();
  CHECK(told == Lines{"watch list", "profile list"});
  told.clear();
  registrations.Replace(locked).Say();
  CHECK(told == Lines{"watch list", "profile gone"});
  registrations.EndAll(locked, E_FAIL).Say();
  CHECK(registrations.has_watches(locked));
  CHECK_FALSE(registrations.has_live(locked));
  Callback removed;
  CHECK(registrations.Remove(locked, token, removed));
  CHECK_FALSE(registrations.has_watches(locked));
}

#include "core/backend_thread.h"

#include <doctest/doctest.h>

#include <functional>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

HRESULT Open(BackendThread& thread, Explanation& why) {
  ComPtr<IMAPIOfflineMgr> object;
  return thread.Open({}, {u"Work"}, object.Put(), why);
}

}  // namespace

TEST_CASE("a thread enters its backend at its beginning and leaves the backend at its end") {
  FakeOutlook outlook;
  {
    BackendThread thread(outlook.backend);
    Explanation why;
    CHECK(Open(thread, why) == S_OK);
    CHECK(outlook.CountOf("leave") == 0);
  }
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "Open 4", "leave"});
}

TEST_CASE("every call returns a failure to enter, and the backend is not left") {
  FakeOutlook outlook;
  outlook.answers["enter"] = E_ACCESSDENIED;
  outlook.explanation = {"", "The door is locked."};
  {
    BackendThread thread(outlook.backend);
    ProfileNames names;
    AccountList accounts;
    for (const std::function<HRESULT(Explanation&)>& call :
         {std::function([&](Explanation& why) { return Open(thread, why); }),
          std::function([&](Explanation& why) { return thread.Profiles({}, names, why); }),
          std::function(
              [&](Explanation& why) { return thread.Accounts({}, u"Work", accounts, why); }),
          std::function([&](Explanation& why) { return thread.Available({}, why); })}) {
      Explanation why;
      CHECK(call(why) == E_ACCESSDENIED);
      CHECK(why.text == "The door is locked.");
    }
  }
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter"});
}

TEST_CASE("a list of accounts is the same object while the accounts are the same") {
  FakeOutlook outlook;
  outlook.accounts = {{1, u"alice", AccountType::kImap}};
  BackendThread thread(outlook.backend);
  Explanation why;
  AccountList first;
  AccountList second;
  AccountList third;
  CHECK(thread.Accounts({}, u"Work", first, why) == S_OK);
  CHECK(thread.Accounts({}, u"Work", second, why) == S_OK);
  CHECK(first == second);
  outlook.accounts[0].id = 2;
  CHECK(thread.Accounts({}, u"Work", third, why) == S_OK);
  CHECK(third->front().id == 2);
  CHECK(first->front().id == 1);
}

TEST_CASE("the list of profiles is the same object while its names are the same") {
  FakeOutlook outlook;
  outlook.profiles = {u"Work", u"Home"};
  BackendThread thread(outlook.backend);
  Explanation why;
  ProfileNames first;
  ProfileNames second;
  ProfileNames third;
  CHECK(thread.Profiles({}, first, why) == S_OK);
  CHECK(thread.Profiles({}, second, why) == S_OK);
  CHECK(first == second);
  outlook.profiles.pop_back();
  CHECK(thread.Profiles({}, third, why) == S_OK);
  CHECK(*first == std::vector<std::u16string>{u"Work", u"Home"});
  CHECK(*third == std::vector<std::u16string>{u"Work"});
}

TEST_CASE("a call without memory returns E_OUTOFMEMORY") {
  FakeOutlook outlook;
  outlook.profiles = {u"A name that is too long for the small string optimisation"};
  BackendThread thread(outlook.backend);
  Explanation why;
  ProfileNames names;
  HRESULT hr = S_OK;
  {
    const Shortage shortage;
    hr = thread.Profiles({}, names, why);
  }
  CHECK(hr == E_OUTOFMEMORY);
}

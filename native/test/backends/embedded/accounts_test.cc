// The accounts of a profile: opening one, their list, and who hears of its changes.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "test/allocation.h"
#include "test/backends/embedded/accounts_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using embedded::RemoveProfile;

namespace {

std::vector<AccountInfo> ListOf(const std::u16string& profile, HRESULT expected = S_OK) {
  std::vector<AccountInfo> accounts;
  Explanation why;
  CHECK(EnterEmbedded()->Accounts(profile, accounts, why) == expected);
  return accounts;
}

std::vector<std::u16string> NamesOf(const std::vector<AccountInfo>& accounts) {
  std::vector<std::u16string> names;
  for (const AccountInfo& account : accounts) names.push_back(account.name);
  return names;
}

HRESULT OpenAccount(const std::u16string& profile, const std::u16string& account) {
  ComPtr<IMAPIOfflineMgr> object;
  Explanation why;
  const HRESULT hr = EnterEmbedded()->Open({profile, account}, object.Put(), why);
  CHECK(bool(object) == SUCCEEDED(hr));
  return hr;
}

ULONG AdviseList(const Opened& profile, const ComPtr<Listener>& listener) {
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(listener.Get()));
  ULONG token = 0;
  REQUIRE(profile.object->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token) == S_OK);
  return token;
}

using Names = std::vector<std::u16string>;

}  // namespace

TEST_CASE("accounts are listed as they came, with their types and numbers of their own") {
  const Opened work;
  CHECK(ListOf(u"Work").empty());
  work.profile->AddAccount(u"team", AccountType::kExchange);
  work.profile->AddAccount(u"alice", AccountType::kImap);
  const std::vector<AccountInfo> list = ListOf(u"Work");
  CHECK((NamesOf(list) == Names{u"team", u"alice"}));
  CHECK(list[0].type == AccountType::kExchange);
  CHECK(list[1].type == AccountType::kImap);
  CHECK(list[0].id != list[1].id);
}

TEST_CASE("only a known account of a known profile is opened or listed") {
  const Opened work;
  const Opened home(u"Home");
  work.profile->AddAccount(u"alice");
  CHECK(OpenAccount(u"Work", u"alice") == S_OK);
  CHECK(OpenAccount(u"Home", u"alice") == ERR_ACCOUNT_NOT_FOUND);
  CHECK(OpenAccount(u"Nowhere", u"alice") == MAPI_E_NOT_FOUND);
  CHECK(ListOf(u"Nowhere", MAPI_E_NOT_FOUND).empty());
}

TEST_CASE("of accounts of one name all but the first have a number, and keep it") {
  const Opened work;
  for (int i = 0; i < 3; ++i) work.profile->AddAccount(u"mail");
  CHECK((NamesOf(ListOf(u"Work")) == Names{u"mail", u"mail (2)", u"mail (3)"}));
  CHECK(work.profile->RemoveAccount(u"mail"));
  CHECK((NamesOf(ListOf(u"Work")) == Names{u"mail (2)", u"mail (3)"}));
  work.profile->AddAccount(u"mail");
  CHECK((NamesOf(ListOf(u"Work")) == Names{u"mail (2)", u"mail (3)", u"mail"}));
}

TEST_CASE("a number that has become free is given again, after a rename, too") {
  const Opened work;
  for (int i = 0; i < 5; ++i) work.profile->AddAccount(u"mail");
  CHECK(work.profile->RemoveAccount(u"mail (4)"));
  CHECK(work.profile->RenameAccount(u"mail (2)", u"post") == u"post");
  CHECK(work.profile->RenameAccount(u"mail (5)", u"mail") == u"mail (2)");
  work.profile->AddAccount(u"mail");
  work.profile->AddAccount(u"mail");
  CHECK((NamesOf(ListOf(u"Work")) ==
         Names{u"mail", u"post", u"mail (3)", u"mail (2)", u"mail (4)", u"mail (5)"}));
}

TEST_CASE("the names of ten thousand accounts of one name are found at the cost of as many") {
  const Opened work;
  const std::u16string wanted(100, u'm');
  const std::size_t before = RequestedBytes();
  for (int i = 0; i < 10'000; ++i) work.profile->AddAccount(wanted);
  // Ten gigabytes if each choice tried every name from the first one on.
  CHECK(RequestedBytes() - before < 1'000'000'000);
  CHECK(work.profile->FindAccount(wanted + u" (10000)") != nullptr);
}

TEST_CASE("an account is the same through its renames") {
  const Opened work;
  const OpenedAccount alice(work);
  work.profile->AddAccount(u"bob");
  const std::uint64_t id = ListOf(u"Work")[0].id;
  const auto callback = MakeCom<Recorder>();
  CHECK(alice.Advise(callback) == 0);
  CHECK(work.profile->RenameAccount(u"alice", u"bob") == u"bob (2)");
  CHECK((NamesOf(ListOf(u"Work")) == Names{u"bob (2)", u"bob"}));
  CHECK(ListOf(u"Work")[0].id == id);
  CHECK(work.profile->FindAccount(u"bob (2)") == alice.state);
  CHECK(OpenAccount(u"Work", u"alice") == ERR_ACCOUNT_NOT_FOUND);
  alice.Change(kOffline);
  CHECK(Heard(*callback) == kWentOffline);
  CHECK(callback->gone.Get().empty());
}

TEST_CASE("a rename to a name that stays taken changes nothing") {
  const Opened work;
  work.profile->AddAccount(u"mail");
  work.profile->AddAccount(u"mail");
  const auto listener = MakeCom<Listener>();
  AdviseList(work, listener);
  CHECK(work.profile->RenameAccount(u"mail (2)", u"mail") == u"mail (2)");
  CHECK((NamesOf(ListOf(u"Work")) == Names{u"mail", u"mail (2)"}));
  CHECK(listener->changes == 0);
  CHECK(work.profile->RenameAccount(u"nobody", u"mail").empty());
  CHECK_FALSE(work.profile->RemoveAccount(u"nobody"));
  CHECK(listener->changes == 0);
}

TEST_CASE(
    "each change of the list is told to the profile's callbacks that listen, until Unadvise") {
  const Opened work;
  const OpenedAccount alice(work);
  const auto listener = MakeCom<Listener>();
  const auto deaf = MakeCom<Recorder>();
  const auto of_account = MakeCom<Listener>();
  const ULONG token = AdviseList(work, listener);
  const ULONG deafs = work.Advise(deaf);
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(of_account.Get()));
  ULONG other = 0;
  CHECK(alice.object->Advise(0, &info, &other) == S_OK);

  work.profile->AddAccount(u"bob");
  CHECK(listener->changes == 1);
  work.profile->RenameAccount(u"bob", u"carol");
  CHECK(listener->changes == 2);
  work.profile->RemoveAccount(u"carol");
  CHECK(listener->changes == 3);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  work.profile->AddAccount(u"dave");
  CHECK(listener->changes == 3);
  CHECK(of_account->changes == 0);
  CHECK(listener->references() == 1);
  CHECK(work.object->Unadvise(0, deafs) == S_OK);
  CHECK(deaf->references() == 1);
}

TEST_CASE("the list has changed by the time that its change is told, and can be changed there") {
  const Opened work;
  std::vector<std::size_t> sizes;
  const auto listener = MakeCom<Listener>([&] {
    sizes.push_back(ListOf(u"Work").size());
    if (sizes.size() == 1) work.profile->RemoveAccount(u"alice");
  });
  AdviseList(work, listener);
  work.profile->AddAccount(u"alice");
  CHECK(sizes == std::vector<std::size_t>{1, 0});
}

TEST_CASE("a removed account is gone for its clients alone") {
  const Opened work;
  const OpenedAccount alice(work);
  const OpenedAccount bob(work, u"bob");
  const auto of_profile = MakeCom<Recorder>();
  const auto of_alice = MakeCom<Recorder>();
  const auto of_bob = MakeCom<Recorder>();
  CHECK(work.Advise(of_profile) == 0);
  const ULONG token = alice.Advise(of_alice);
  CHECK(bob.Advise(of_bob) == 0);
  CHECK(work.profile->RemoveAccount(u"alice"));
  CHECK(of_alice->gone.Get() == std::vector<HRESULT>{MAPI_E_OBJECT_DELETED});
  CHECK(of_bob->gone.Get().empty());
  CHECK(of_profile->gone.Get().empty());
  ULONG state = 0;
  CHECK(alice.object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
  CHECK(alice.object->Unadvise(0, token) == S_OK);
  CHECK(of_alice->references() == 1);
  CHECK(OpenAccount(u"Work", u"alice") == ERR_ACCOUNT_NOT_FOUND);
  const OpenedAccount again(work);
  CHECK(again.State() == kOnline);
}

TEST_CASE("the removal of a profile removes its accounts") {
  const Opened work;
  const OpenedAccount alice(work);
  const auto callback = MakeCom<Recorder>();
  CHECK(alice.Advise(callback) == 0);
  RemoveProfile(work.profile);
  CHECK(callback->gone.Get() == std::vector<HRESULT>{MAPI_E_OBJECT_DELETED});
  CHECK(alice.Set(kOffline) == MAPI_E_OBJECT_DELETED);
  CHECK(work.profile->AddAccount(u"late") == nullptr);
  CHECK(work.profile->Accounts().empty());
}

TEST_CASE("the end of a realm removes the accounts of its profiles") {
  constexpr Realm kRealm = 77;
  const auto profile =
      embedded::CreateProfile(u"Realm's", std::make_shared<embedded::Faults>(), kRealm);
  const auto account = profile->AddAccount(u"alice");
  embedded::RemoveProfilesOf(kRealm);
  CHECK(account->removed());
}

TEST_CASE("an open that is held while the account or its profile is removed finds none") {
  for (const bool is_profile : {false, true}) {
    const Opened work;
    const OpenedAccount alice(work);
    Event entered;
    alice.state->faults().HoldNext(Call::kOpen, [&entered] { entered.Set(); });
    HRESULT answer = S_OK;
    std::thread caller([&answer] { answer = OpenAccount(u"Work", u"alice"); });
    CHECK(entered.Wait());
    if (is_profile) {
      RemoveProfile(work.profile);
    } else {
      CHECK(work.profile->RemoveAccount(u"alice"));
    }
    caller.join();
    CHECK(answer == (is_profile ? MAPI_E_NOT_FOUND : ERR_ACCOUNT_NOT_FOUND));
  }
}

TEST_CASE("failures, capabilities and counters are an account's own") {
  const Opened work;
  const OpenedAccount alice(work);
  alice.state->faults().FailNext(Call::kGetCurrentState, E_FAIL);
  alice.state->SetCapabilities(MAPIOFFLINE_CAPABILITY_ONLINE);
  ULONG value = 0;
  CHECK(alice.object->GetCurrentState(&value) == E_FAIL);
  CHECK(work.State() == kOnline);
  CHECK(alice.Set(kOffline) == MAPI_E_NO_SUPPORT);
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  const auto callback = MakeCom<Recorder>();
  const ULONG token = alice.Advise(callback);
  CHECK(alice.state->counters().advises == 1);
  CHECK(alice.state->counters().registrations == 1);
  CHECK(alice.state->counters().references == 1);
  CHECK(work.profile->counters().advises == 0);
  CHECK(alice.object->Unadvise(0, token) == S_OK);
  CHECK(alice.state->counters().unadvises == 1);
  CHECK(alice.state->counters().registrations == 0);
}

TEST_CASE("a failure planned for any profile meets the next call of an account, too") {
  const Opened work;
  const OpenedAccount alice(work);
  work.profile->group()->FailNext(Call::kGetCapabilities, E_FAIL);
  ULONG value = 0;
  CHECK(alice.object->GetCapabilities(&value) == E_FAIL);
  CHECK(work.object->GetCapabilities(&value) == S_OK);
}

TEST_CASE("a thousand accounts in one profile come, follow and go") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  std::vector<std::unique_ptr<OpenedAccount>> accounts;
  for (int i = 0; i < 1'000; ++i) {
    std::u16string name = u"account ";
    for (const char digit : std::to_string(i)) name.push_back(static_cast<char16_t>(digit));
    accounts.push_back(std::make_unique<OpenedAccount>(work, name));
    CHECK(accounts.back()->Advise(callback) == 0);
  }
  CHECK(ListOf(u"Work").size() == 1'000);
  work.Change(kOffline);
  CHECK(callback->told.Get().size() == 3'000);
  CHECK(std::all_of(accounts.begin(), accounts.end(),
                    [](const auto& account) { return account->State() == kOffline; }));
  work.Change(kOnline);
  CHECK(callback->told.Get().size() == 6'000);
  RemoveProfile(work.profile);
  CHECK(callback->gone.Get().size() == 1'000);
  for (const auto& account : accounts) CHECK(account->object->Unadvise(0, 0) == S_OK);
  accounts.clear();
  CHECK(callback->references() == 1);
}

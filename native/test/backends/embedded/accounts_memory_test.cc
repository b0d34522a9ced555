// Without memory an account is not opened or listed, and the list stays as it is.
#include <doctest/doctest.h>

#include "test/allocation.h"
#include "test/backends/embedded/accounts_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// Allows `call` 0, 1, 2 … allocations until it succeeds; returns the number of failures.
template <typename Call>
int ShortagesUntilSuccess(Call call) {
  for (std::size_t allowed = 0; allowed < 100; ++allowed) {
    try {
      const Shortage shortage(allowed);
      call();
      return static_cast<int>(allowed);
    } catch (const std::bad_alloc&) {
      continue;
    }
  }
  return -1;
}

const std::u16string kLong = u"an account's name that is too long for a small string";

}  // namespace

TEST_CASE("opening an account without memory returns no object and keeps no reference") {
  const Opened work;
  const auto account = work.profile->AddAccount(kLong);
  const auto opener = EnterEmbedded();
  const Target target{u"Work", kLong};
  ComPtr<IMAPIOfflineMgr> object;
  Explanation why;
  HRESULT hr = E_FAIL;
  CHECK(ShortagesUntilSuccess([&] { hr = opener->Open(target, object.Put(), why); }) > 0);
  CHECK(hr == S_OK);
  CHECK(object);
  CHECK(account->counters().references == 1);
}

TEST_CASE("listing accounts without memory fails, and works again afterwards") {
  const Opened work;
  for (int i = 0; i < 3; ++i) work.profile->AddAccount(kLong);
  const auto opener = EnterEmbedded();
  std::vector<AccountInfo> accounts;
  Explanation why;
  CHECK(ShortagesUntilSuccess([&] { opener->Accounts(u"Work", accounts, why); }) > 0);
  CHECK(accounts.size() == 3);
}

TEST_CASE("an account that there is no memory for does not come, and a rename that fails is none") {
  const Opened work;
  const auto callback = MakeCom<Listener>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  ULONG token = 0;
  CHECK(work.object->Advise(0, &info, &token) == S_OK);
  work.profile->NotifyAll({});  // the list of callbacks is made
  CHECK(ShortagesUntilSuccess([&] { work.profile->AddAccount(kLong); }) > 0);
  CHECK(work.profile->Accounts().size() == 1);
  CHECK(callback->changes == 1);
  const std::u16string other = kLong + u"!";
  CHECK(ShortagesUntilSuccess([&] { work.profile->RenameAccount(kLong, other); }) > 0);
  CHECK(work.profile->FindAccount(other) != nullptr);
  CHECK(callback->changes == 2);
}

TEST_CASE("whatever changes the list without memory has changed nothing, or is told") {
  const Opened work;
  const auto callback = MakeCom<Listener>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  ULONG token = 0;
  CHECK(work.object->Advise(0, &info, &token) == S_OK);  // no list of callbacks is made
  CHECK(ShortagesUntilSuccess([&] { work.profile->AddAccount(kLong); }) > 0);
  CHECK(work.profile->Accounts().size() == 1);
  CHECK(callback->changes == 1);
  work.profile->AddAccount(kLong);
  work.profile->AddAccount(kLong);
  CHECK(callback->changes == 3);
  // Its number is kept for the next account of that name, which takes memory.
  const std::u16string second = kLong + u" (2)";
  bool is_removed = false;
  CHECK(ShortagesUntilSuccess([&] { is_removed = work.profile->RemoveAccount(second); }) > 0);
  CHECK(is_removed);
  CHECK(work.profile->Accounts().size() == 2);
  CHECK(callback->changes == 4);
  work.profile->AddAccount(kLong);
  CHECK(work.profile->FindAccount(second) != nullptr);
}

TEST_CASE("an account without a number, and a profile, are removed without memory, and told") {
  const Opened work;
  const OpenedAccount alice(work);
  const auto of_profile = MakeCom<Listener>();
  const auto of_account = MakeCom<Listener>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(of_profile.Get()));
  ULONG token = 0;
  CHECK(work.object->Advise(0, &info, &token) == S_OK);
  info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(of_account.Get()));
  CHECK(alice.object->Advise(0, &info, &token) == S_OK);
  const std::u16string name = u"alice";
  const auto other = work.profile->AddAccount(u"bob");
  {
    const Shortage shortage;
    CHECK(work.profile->RemoveAccount(name));
  }
  CHECK(of_profile->changes == 2);
  CHECK(of_account->ends == 1);
  {
    const Shortage shortage;
    embedded::RemoveProfile(work.profile);
  }
  CHECK(of_profile->ends == 1);
  CHECK(other->removed());
}

TEST_CASE("a profile that there is no memory for leaves nothing of its name") {
  std::shared_ptr<embedded::Profile> made;
  const auto group = std::make_shared<embedded::Faults>();
  CHECK(ShortagesUntilSuccess([&] { made = embedded::CreateProfile(kLong, group); }) > 0);
  REQUIRE(made != nullptr);
  embedded::RemoveProfile(made);
}

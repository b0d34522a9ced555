// Accounts over the bridge without memory, on either side, one allocation at a time.
#include <new>

#include "backends/bridge/bridge.h"
#include "test/allocation.h"
#include "test/backends/embedded/accounts_fixture.h"
#include "test/bridge/fail_each.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

const std::u16string kLong = u"an account's name that is too long for a small string";

// A client that is connected, of a server whose backend is entered: so only what it asks for fails.
struct Connected {
  Connected() {
    Explanation why;
    REQUIRE(bridge::kBackend.enter(opener, why) == S_OK);
    opener->SetSurroundings(Here());
    std::vector<std::u16string> names;
    REQUIRE(opener->Profiles(names, why) == S_OK);
  }
  std::unique_ptr<Opener> opener;
  ComPtr<IMAPIOfflineMgr> object;
  std::vector<AccountInfo> accounts;
  Explanation why;
};

// Counts the changes of the list and the end of the object.
class Told final
    : public ComObject<Told, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  explicit Told(Watched<int>& count) : count_(count) {}
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}
  void STDMETHODCALLTYPE Gone(HRESULT) noexcept override { Count(); }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override { Count(); }

 private:
  void Count() {
    count_.Update([](int& count) { ++count; });
  }
  Watched<int>& count_;
};

}  // namespace

TEST_CASE("an account that there is no memory to open fails, and leaves no reference behind") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    const Opened work;
    const auto account = work.profile->AddAccount(kLong);
    const auto server = Serve();
    bool happened = false;
    {
      Connected client;
      const OneFailure failure(which);
      HRESULT hr = S_OK;
      try {
        hr = client.opener->Open({u"Work", kLong}, client.object.Put(), client.why);
      } catch (const std::bad_alloc&) {
        hr = E_OUTOFMEMORY;
      }
      happened = failure.has_happened();
      CHECK((SUCCEEDED(hr) || happened));
      CHECK(SUCCEEDED(hr) == (client.object.Get() != nullptr));
    }
    AwaitAllUndone(*server);
    CHECK(account->counters().references == 0);
    return happened;
  });
  CHECK(failures > 10);
}

TEST_CASE("a list that there is no memory for fails as a whole, and the server goes on") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    const Opened work;
    for (int i = 0; i < 3; ++i) work.profile->AddAccount(kLong);
    const auto server = Serve();
    bool happened = false;
    {
      Connected client;
      const OneFailure failure(which);
      HRESULT hr = S_OK;
      try {
        hr = client.opener->Accounts(u"Work", client.accounts, client.why);
      } catch (const std::bad_alloc&) {
        hr = E_OUTOFMEMORY;
      }
      happened = failure.has_happened();
      CHECK((SUCCEEDED(hr) || happened));
      CHECK(client.accounts.size() == (SUCCEEDED(hr) ? 3 : 0));
    }
    {
      Connected next;
      CHECK(next.opener->Accounts(u"Work", next.accounts, next.why) == S_OK);
      CHECK(next.accounts == work.profile->Accounts());
    }
    AwaitAllUndone(*server);
    return happened;
  });
  CHECK(failures > 10);
}

TEST_CASE("without memory a changed list is told, or the registration ends, and none is left") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    const Opened work;
    const auto server = Serve();
    bool happened = false;
    {
      Connected client;
      REQUIRE(client.opener->Open({u"Work"}, client.object.Put(), client.why) == S_OK);
      Watched<int> told;
      const auto callback = MakeCom<Told>(told);
      auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
      ULONG token = 0;
      HRESULT hr = S_OK;
      {
        const OneFailure failure(which);
        hr = client.object->Advise(0, &info, &token);
        if (SUCCEEDED(hr)) {
          const Exempt exempt;
          work.profile->AddAccount(kLong);
        }
        if (SUCCEEDED(hr)) CHECK(told.Await([](int count) { return count > 0; }));
        happened = failure.has_happened();
      }
      CHECK((SUCCEEDED(hr) || happened));
      if (SUCCEEDED(hr)) static_cast<void>(client.object->Unadvise(0, token));
    }
    AwaitAllUndone(*server);
    CHECK(work.profile->counters().registrations == 0);
    CHECK(work.profile->counters().advises == work.profile->counters().unadvises);
    return happened;
  });
  CHECK(failures > 10);
}

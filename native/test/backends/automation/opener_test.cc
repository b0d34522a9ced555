#include "backends/automation/opener.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "abi/com_ptr.h"
#include "test/backends/automation/fake_source.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

struct Fixture {
  Fixture() {
    source->outlook->Update([](auto& one) {
      one.look.accounts = {{u"Sales", AccountType::kExchange, olOnline},
                           {u"Sales", AccountType::kImap, olNoExchange}};
    });
  }

  HRESULT Open(const Target& target) { return opener.Open(target, object.Put(), why); }
  std::vector<AccountInfo> Accounts() {
    std::vector<AccountInfo> accounts;
    CHECK(opener.Accounts(u"Work", accounts, why) == S_OK);
    return accounts;
  }
  [[nodiscard]] ULONG State() const {
    ULONG state = 77;
    CHECK(object->GetCurrentState(&state) == S_OK);
    return state;
  }

  const std::shared_ptr<FakeSource> source = std::make_shared<FakeSource>();
  ReaderOpener opener{std::make_shared<Reader>(source)};
  ComPtr<IMAPIOfflineMgr> object;
  Explanation why;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "only the profile that Outlook has open opens") {
  CHECK(Open({u"Work"}) == S_OK);
  CHECK(Open({u"Home"}) == MAPI_E_NOT_FOUND);
  CHECK(why.text == "Outlook has only the profile \"Work\" open.");
  CHECK_FALSE(why.is_outside);
  CHECK_FALSE(object);
}

TEST_CASE_FIXTURE(Fixture, "no profile opens before the logon") {
  source->outlook->Update([](auto& one) { one.look.profile.clear(); });
  CHECK(Open({u"Work"}) == MAPI_E_NOT_FOUND);
  CHECK(why.text == "Outlook has no profile open yet.");
  std::vector<std::u16string> names;
  CHECK(opener.Profiles(names, why) == S_OK);
  CHECK(names.empty());
}

TEST_CASE_FIXTURE(Fixture, "the profile that is open is listed") {
  std::vector<std::u16string> names;
  CHECK(opener.Profiles(names, why) == S_OK);
  CHECK(names == std::vector<std::u16string>{u"Work"});
  CHECK(opener.Available(why) == S_OK);
}

TEST_CASE_FIXTURE(Fixture, "accounts are listed by unique names, and open by them") {
  const auto accounts = Accounts();
  REQUIRE(accounts.size() == 2);
  CHECK(accounts[0].name == u"Sales");
  CHECK(accounts[1].name == u"Sales (2)");
  CHECK(accounts[1].type == AccountType::kImap);
  REQUIRE(Open({u"Work", u"Sales"}) == S_OK);
  CHECK(State() == MAPIOFFLINE_STATE_ONLINE);
  REQUIRE(Open({u"Work", u"Sales (2)"}) == S_OK);
  CHECK(State() == kNoExchangeState);
}

TEST_CASE_FIXTURE(Fixture, "an unknown account is not found, in a look of its own") {
  REQUIRE(Open({u"Work"}) == S_OK);
  CHECK(Open({u"Work", u"Support"}) == ERR_ACCOUNT_NOT_FOUND);
  CHECK(source->looks() == 2);
  source->outlook->Update([](auto& one) {
    one.look.accounts.push_back({u"Support", AccountType::kExchange, olOffline});
  });
  REQUIRE(Open({u"Work", u"Support"}) == S_OK);  // added since the last look
  CHECK(State() == MAPIOFFLINE_STATE_OFFLINE);
}

TEST_CASE_FIXTURE(Fixture, "an account's object stays its own through a rename") {
  REQUIRE(Open({u"Work", u"Sales"}) == S_OK);
  const auto id = Accounts()[0].id;
  source->outlook->Update([](auto& one) {
    one.look.accounts[0].name = u"Market";
    one.look.accounts[0].mode = olOffline;
  });
  auto renamed = ComPtr<IMAPIOfflineMgr>::Share(object.Get());
  CHECK(Open({u"Work", u"Market"}) == S_OK);
  CHECK(Accounts()[0].id == id);
  ULONG state = 0;
  CHECK(renamed->GetCurrentState(&state) == S_OK);
  CHECK(state == MAPIOFFLINE_STATE_OFFLINE);
}

TEST_CASE_FIXTURE(Fixture, "accounts that were never listed are the failure to list them") {
  source->outlook->Update([](auto& one) {
    one.look.accounts.clear();
    one.look.listed = static_cast<HRESULT>(0x80040115u);
  });
  std::vector<AccountInfo> accounts;
  CHECK(opener.Accounts(u"Work", accounts, why) == static_cast<HRESULT>(0x80040115u));
  CHECK(why.operation == "Accounts");
  CHECK(Open({u"Work"}) == S_OK);
}

TEST_CASE_FIXTURE(Fixture,
                  "an object checks its arguments as documented, and cannot set the state") {
  REQUIRE(Open({u"Work"}) == S_OK);
  ULONG capabilities = 77;
  CHECK(object->GetCapabilities(&capabilities) == S_OK);
  CHECK(capabilities == 0);
  CHECK(object->GetCapabilities(nullptr) == E_INVALIDARG);
  CHECK(object->GetCurrentState(nullptr) == E_INVALIDARG);
  constexpr ULONG kMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
  CHECK(object->SetCurrentState(0, kMask, MAPIOFFLINE_STATE_ONLINE, nullptr) == E_NOTIMPL);
  CHECK(object->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, kMask, MAPIOFFLINE_STATE_OFFLINE,
                                nullptr) == E_NOTIMPL);
  CHECK(object->SetCurrentState(0, kMask, 3, nullptr) == E_INVALIDARG);
  CHECK(object->SetCurrentState(0, 0, MAPIOFFLINE_STATE_ONLINE, nullptr) == E_INVALIDARG);
  CHECK(object->SetCurrentState(1, kMask, MAPIOFFLINE_STATE_ONLINE, nullptr) == E_INVALIDARG);
  CHECK(object->SetCurrentState(0, kMask, MAPIOFFLINE_STATE_ONLINE, &capabilities) == E_INVALIDARG);
  ULONG token = 0;
  CHECK(object->Advise(0, nullptr, &token) == E_INVALIDARG);
  CHECK(object->Unadvise(1, token) == E_INVALIDARG);
  CHECK(object->Unadvise(0, 12345) == E_INVALIDARG);
  CHECK(object->Placeholder1() == E_NOTIMPL);
}

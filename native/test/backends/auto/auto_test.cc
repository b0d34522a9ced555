#include "backends/auto/auto.h"

#include <doctest/doctest.h>

#include <string>

using namespace rx_outlook;

namespace {

// Returns one HRESULT from every call, with an explanation.
template <std::uint32_t Answer>
class Fixed final : public Opener {
 public:
  HRESULT Open(const Target&, IMAPIOfflineMgr**, Explanation& why) override {
    why.text = "opened";
    return static_cast<HRESULT>(Answer);
  }
  HRESULT Profiles(std::vector<std::u16string>&, Explanation& why) override {
    why.text = "listed";
    return static_cast<HRESULT>(Answer);
  }
  HRESULT Accounts(const std::u16string&, std::vector<AccountInfo>&, Explanation& why) override {
    why.text = "accounts";
    return static_cast<HRESULT>(Answer);
  }
  HRESULT Available(Explanation&) override { return static_cast<HRESULT>(Answer); }
};

// Has no accounts, and says of which way that is.
template <char Name>
class Without final : public Opener {
 public:
  HRESULT Open(const Target& target, IMAPIOfflineMgr**, Explanation& why) override {
    if (target.account.empty()) return S_OK;
    why.text = std::string("no account over ") + Name;
    return ERR_ACCOUNTS_UNAVAILABLE;
  }
  HRESULT Profiles(std::vector<std::u16string>&, Explanation&) override { return S_OK; }
  HRESULT Accounts(const std::u16string&, std::vector<AccountInfo>&, Explanation& why) override {
    why.text = std::string("no list over ") + Name;
    return ERR_ACCOUNTS_UNAVAILABLE;
  }
};

template <char Name>
HRESULT EnterWithout(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<Without<Name>>();
  return S_OK;
}

template <std::uint32_t Answer>
HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<Fixed<Answer>>();
  return S_OK;
}

HRESULT FailToEnter(std::unique_ptr<Opener>&, Explanation& why) {
  why = {"CoInitializeEx", "not today"};
  return E_FAIL;
}

constexpr auto kNotRunning = static_cast<std::uint32_t>(ERR_OUTLOOK_NOT_RUNNING);
constexpr auto kNotAnswering = static_cast<std::uint32_t>(ERR_BRIDGE_NOT_ANSWERING);
constexpr auto kOtherBitness = static_cast<std::uint32_t>(ERR_OUTLOOK_OTHER_BITNESS);
constexpr auto kMissing = static_cast<std::uint32_t>(ERR_ADDIN_MISSING);
constexpr auto kNoAccounts = static_cast<std::uint32_t>(ERR_ACCOUNTS_UNAVAILABLE);
constexpr auto kNotFound = static_cast<std::uint32_t>(MAPI_E_NOT_FOUND);

struct Said {
  explicit Said(const std::vector<automatic::Way>& ways) {
    const auto opener = automatic::TryInOrder(ways);
    open = opener->Open({u"Work"}, nullptr, why_open);
    account = opener->Open({u"Work", u"alice"}, nullptr, why_account);
    profiles = opener->Profiles(names, why_profiles);
    accounts = opener->Accounts(u"Work", listed, why_accounts);
    Explanation why;
    available = opener->Available(why);
  }

  std::vector<std::u16string> names;
  std::vector<AccountInfo> listed;
  Explanation why_open;
  Explanation why_account;
  Explanation why_accounts;
  Explanation why_profiles;
  HRESULT open;
  HRESULT account;
  HRESULT profiles;
  HRESULT accounts;
  HRESULT available;
};

}  // namespace

TEST_CASE("auto tries the next way only after one that reaches no Outlook") {
  CHECK(Said({Enter<kNotRunning>, Enter<0>}).open == S_OK);
  const Said first({Enter<kNotFound>, Enter<0>});
  CHECK(first.open == MAPI_E_NOT_FOUND);
  CHECK(first.why_profiles.text == "listed");
  CHECK(first.accounts == MAPI_E_NOT_FOUND);
  CHECK(first.why_accounts.text == "accounts");
  CHECK(Said({Enter<kNotRunning>, Enter<0>}).accounts == S_OK);
}

TEST_CASE(
    "auto without an Outlook returns the last way's failure, unless an earlier one is more "
    "helpful") {
  CHECK(Said({Enter<kNotFound>}).open == MAPI_E_NOT_FOUND);
  CHECK(Said({Enter<kNotRunning>, Enter<kNotFound>}).profiles == MAPI_E_NOT_FOUND);
  CHECK(Said({Enter<kNotRunning>, Enter<kOtherBitness>}).open == ERR_OUTLOOK_NOT_RUNNING);
  const Said hung({Enter<kNotAnswering>, Enter<kNotFound>});
  CHECK(hung.open == ERR_BRIDGE_NOT_ANSWERING);
  CHECK(hung.available == ERR_BRIDGE_NOT_ANSWERING);
  CHECK(Said({Enter<kNotAnswering>, Enter<0>}).open == S_OK);
  const Said without({Enter<kMissing>, Enter<kOtherBitness>});
  CHECK(without.open == ERR_ADDIN_MISSING);
  CHECK(without.available == ERR_ADDIN_MISSING);
  CHECK(Said({Enter<kMissing>, Enter<kNotFound>}).open == ERR_ADDIN_MISSING);
  CHECK(Said({Enter<kMissing>, Enter<0>}).profiles == S_OK);
}

TEST_CASE("auto is available if any way is, and unknown if no way fails") {
  CHECK(Said({Enter<kNotRunning>, Enter<0>}).available == S_OK);
  CHECK(Said({Enter<1>, FailToEnter}).available == E_FAIL);
  CHECK(Said({Enter<1>}).available == S_FALSE);
}

TEST_CASE(
    "a way of auto that cannot be entered hinders no other way, and its failure is reported") {
  const Said next({FailToEnter, Enter<0>});
  CHECK(next.open == S_OK);
  CHECK(next.profiles == S_OK);
  CHECK(next.why_open.text == "opened");
  CHECK(next.why_open.operation.empty());
  const Said last({Enter<kNotRunning>, FailToEnter});
  CHECK(last.open == E_FAIL);
  CHECK(last.why_open.operation == "CoInitializeEx");
  CHECK(last.why_profiles.text == "not today");
  CHECK(Said({FailToEnter, Enter<kNotFound>}).open == MAPI_E_NOT_FOUND);
}

TEST_CASE(
    "auto goes on to the next way when one has no accounts, and stays with it for a profile") {
  const Said next({EnterWithout<'1'>, Enter<0>});
  CHECK(next.account == S_OK);
  CHECK(next.why_account.text == "opened");
  CHECK(next.accounts == S_OK);
  CHECK(next.why_accounts.text == "accounts");
  CHECK(next.open == S_OK);
  CHECK(next.why_open.text.empty());
  const Said unknown({EnterWithout<'1'>, EnterWithout<'2'>, Enter<kNotFound>, Enter<0>});
  CHECK(unknown.account == MAPI_E_NOT_FOUND);
  CHECK(unknown.why_account.text == "opened");
  CHECK(unknown.accounts == MAPI_E_NOT_FOUND);
}

TEST_CASE("where no way of auto has accounts, the first that says so explains it") {
  const auto explains = [](const std::vector<automatic::Way>& ways, const std::string& name) {
    const Said said(ways);
    CHECK(said.account == ERR_ACCOUNTS_UNAVAILABLE);
    CHECK(said.why_account.text == "no account over " + name);
    CHECK(said.accounts == ERR_ACCOUNTS_UNAVAILABLE);
    CHECK(said.why_accounts.text == "no list over " + name);
  };
  explains({EnterWithout<'1'>}, "1");
  explains({EnterWithout<'1'>, EnterWithout<'2'>}, "1");
  // A way that reaches no Outlook says less than one that reaches an Outlook without accounts.
  explains({EnterWithout<'1'>, Enter<kNotRunning>}, "1");
  explains({EnterWithout<'1'>, Enter<kMissing>, EnterWithout<'3'>}, "1");
  explains({EnterWithout<'1'>, FailToEnter}, "1");
}

TEST_CASE("a way of auto without accounts does not hide why a better way reaches no Outlook") {
  const Said said({Enter<kMissing>, Enter<kNoAccounts>});
  CHECK(said.account == ERR_ADDIN_MISSING);
  CHECK(said.accounts == ERR_ADDIN_MISSING);
}

TEST_CASE("a way of auto without accounts does not hide that a better way finds no Outlook") {
  for (const std::vector<automatic::Way>& ways :
       {std::vector<automatic::Way>{Enter<kNotRunning>, Enter<kNoAccounts>},
        {Enter<kNotRunning>, EnterWithout<'2'>, EnterWithout<'3'>}}) {
    const Said said(ways);
    CHECK(said.account == ERR_OUTLOOK_NOT_RUNNING);
    CHECK(said.why_account.text == "opened");
    CHECK(said.accounts == ERR_OUTLOOK_NOT_RUNNING);
    CHECK(said.why_accounts.text == "accounts");
  }
  // The answer of a later way that has accounts is returned, whatever is between.
  CHECK(Said({Enter<kNotRunning>, EnterWithout<'2'>, Enter<0>}).account == S_OK);
  CHECK(Said({Enter<kNotRunning>, EnterWithout<'2'>, Enter<kNotFound>}).account ==
        MAPI_E_NOT_FOUND);
  // The first way has reached an Outlook, which has no accounts.
  const Said reached({Enter<kNoAccounts>, Enter<kNotRunning>});
  CHECK(reached.account == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(reached.accounts == ERR_ACCOUNTS_UNAVAILABLE);
}

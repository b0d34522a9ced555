#include "backends/auto/auto.h"

#include <doctest/doctest.h>

#include <string>

#include "seam/hresult.h"

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
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    names = {u"Work"};
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

// Like Outlook's DLL in a process that is not Outlook's.
class Outside final : public Opener {
 public:
  HRESULT Open(const Target&, IMAPIOfflineMgr**, Explanation& why) override {
    why.text = "outside";
    why.is_outside = true;
    return MAPI_E_NOT_FOUND;
  }
  HRESULT Profiles(std::vector<std::u16string>& names, Explanation&) override {
    names = {u"Home", u"Work"};
    return S_FALSE;
  }
  HRESULT Available(Explanation&) override { return S_FALSE; }
};

HRESULT EnterOutside(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<Outside>();
  return S_OK;
}

constexpr auto kNotRunning = static_cast<std::uint32_t>(ERR_OUTLOOK_NOT_RUNNING);
constexpr auto kNotAnswering = static_cast<std::uint32_t>(ERR_BRIDGE_NOT_ANSWERING);
constexpr auto kOtherBitness = static_cast<std::uint32_t>(ERR_OUTLOOK_OTHER_BITNESS);
constexpr auto kNotInstalled = static_cast<std::uint32_t>(ERR_OUTLOOK_NOT_INSTALLED);
constexpr auto kNotReachable = static_cast<std::uint32_t>(ERR_OUTLOOK_NOT_REACHABLE);
constexpr auto kElevated = static_cast<std::uint32_t>(ERR_OUTLOOK_ELEVATED);
constexpr auto kMissing = static_cast<std::uint32_t>(ERR_ADDIN_MISSING);
constexpr auto kNoAccounts = static_cast<std::uint32_t>(ERR_ACCOUNTS_UNAVAILABLE);
constexpr auto kNotFound = static_cast<std::uint32_t>(MAPI_E_NOT_FOUND);

// Of the contract of Backend::enter.
using Way = HRESULT (*)(std::unique_ptr<Opener>& opener, Explanation& why);

struct Said {
  explicit Said(const std::vector<Way>& ways) {
    std::vector<Backend> named;
    for (const Way enter : ways) named.push_back({"", enter});
    const auto opener = automatic::TryInOrder(named);
    Explanation why_listening;
    listening = opener->Open({u"Work", {}, 0, true}, nullptr, why_listening);
    way_listening = why_listening.way;
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
  HRESULT listening;
  int way_listening;
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

TEST_CASE("auto without an Outlook returns the most helpful failure, the first of equal ones") {
  CHECK(Said({Enter<kNotFound>}).open == MAPI_E_NOT_FOUND);
  CHECK(Said({Enter<kNotRunning>, Enter<kOtherBitness>}).open == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(Said({Enter<kNotRunning>, EnterOutside, Enter<kNotRunning>}).open ==
        ERR_OUTLOOK_NOT_RUNNING);
  CHECK(Said({Enter<kNotRunning>, Enter<kNotInstalled>, Enter<kNotRunning>}).open ==
        ERR_OUTLOOK_NOT_INSTALLED);
  const Said hung({Enter<kNotAnswering>, EnterOutside});
  CHECK(hung.open == ERR_BRIDGE_NOT_ANSWERING);
  CHECK(hung.available == ERR_BRIDGE_NOT_ANSWERING);
  const Said without({Enter<kMissing>, Enter<kOtherBitness>});
  CHECK(without.open == ERR_ADDIN_MISSING);
  CHECK(without.available == ERR_ADDIN_MISSING);
  CHECK(Said({Enter<kMissing>, Enter<kNotInstalled>}).open == ERR_ADDIN_MISSING);
  // An Outlook without the add-in is no failure, unless it cannot be read from outside either.
  const Said running({Enter<kMissing>, EnterOutside, Enter<kNotReachable>});
  CHECK(running.open == ERR_OUTLOOK_NOT_REACHABLE);
  CHECK(running.available == ERR_OUTLOOK_NOT_REACHABLE);
  CHECK(Said({Enter<kMissing>, EnterOutside, Enter<kElevated>}).open == ERR_OUTLOOK_ELEVATED);
}

TEST_CASE("an Outlook that answers with a failure says more than a way without a connection") {
  constexpr auto kLimit = static_cast<std::uint32_t>(ERR_BRIDGE_LIMIT);
  constexpr auto kDisconnected = static_cast<std::uint32_t>(kDisconnectedObject);
  for (const Way blocked :
       {Way{Enter<kNotRunning>}, Way{Enter<kNotAnswering>}, Way{Enter<kMissing>}, Way{EnterOutside},
        Way{Enter<kLimit>}, Way{Enter<kDisconnected>}}) {
    const Said said({blocked, Enter<kNotFound>});
    CHECK(said.open == MAPI_E_NOT_FOUND);
    CHECK(said.why_open.text == "opened");
    CHECK(Said({blocked, Enter<0>}).open == S_OK);
  }
  CHECK(Said({Enter<kMissing>, Enter<0>}).profiles == S_OK);
}

TEST_CASE("auto tells which way has answered, and of a failure none") {
  const Said first({Enter<0>, Enter<0>});
  CHECK(first.why_open.way == 1);
  CHECK(first.why_accounts.way == 1);
  const Said last({Enter<kMissing>, EnterOutside, Enter<0>});
  CHECK(last.why_open.way == 3);
  CHECK(last.why_account.way == 3);
  CHECK(last.why_accounts.way == 3);
  CHECK(Said({Enter<kNotFound>, Enter<0>}).why_open.way == 0);
  CHECK(Said({Enter<kNotRunning>}).why_open.way == 0);
}

TEST_CASE("auto lists the profiles of an Outlook that answers, else those of the user") {
  using Names = std::vector<std::u16string>;
  CHECK(Said({Enter<kNotRunning>, EnterOutside, Enter<0>}).names == Names{u"Work"});
  const Said recorded({Enter<kNotRunning>, EnterOutside, Enter<kNotReachable>});
  CHECK(recorded.profiles == S_FALSE);
  CHECK(recorded.names == Names{u"Home", u"Work"});
  CHECK(recorded.why_profiles.text.empty());
  const Said unknown({Enter<kNotRunning>, Enter<kNotReachable>});
  CHECK(unknown.profiles == ERR_OUTLOOK_NOT_REACHABLE);
  CHECK(unknown.why_profiles.text == "listed");
}

TEST_CASE("auto listens to a list of accounts over the way that has the list") {
  const Said said({EnterWithout<'1'>, Enter<0>});
  CHECK(said.why_open.way == 1);
  CHECK(said.listening == S_OK);
  CHECK(said.way_listening == 2);
  CHECK(said.why_accounts.way == 2);
  CHECK(Said({EnterWithout<'1'>, Enter<kNotRunning>}).listening == ERR_ACCOUNTS_UNAVAILABLE);
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
  const auto explains = [](const std::vector<Way>& ways, const std::string& name) {
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
  for (const std::vector<Way>& ways :
       {std::vector<Way>{Enter<kNotRunning>, Enter<kNoAccounts>},
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

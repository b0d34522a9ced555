#include "seam/seam.h"

#include <doctest/doctest.h>

#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// A backend that does not know of accounts.
class Bare final : public Opener {
 public:
  HRESULT Open(const Target&, IMAPIOfflineMgr**, Explanation&) override { return S_OK; }
  HRESULT Profiles(std::vector<std::u16string>&, Explanation&) override { return S_OK; }
};

}  // namespace

TEST_CASE("a backend that says nothing of accounts has none") {
  Bare bare;
  std::vector<AccountInfo> accounts;
  Explanation why;
  CHECK(bare.Accounts(u"Work", accounts, why) == ERR_ACCOUNTS_UNAVAILABLE);
  CHECK(accounts.empty());
}

TEST_CASE("a target without an account is the profile itself") {
  CHECK(Target{u"Work"}.account.empty());
}

TEST_CASE("the types of accounts have Outlook's numbers") {
  CHECK(static_cast<int>(AccountType::kExchange) == 0);
  CHECK(static_cast<int>(AccountType::kImap) == 1);
  CHECK(static_cast<int>(AccountType::kPop3) == 2);
  CHECK(static_cast<int>(AccountType::kHttp) == 3);
  CHECK(static_cast<int>(AccountType::kEas) == 4);
  CHECK(static_cast<int>(AccountType::kOther) == 5);
}

TEST_CASE("two accounts are the same only in all that is told of them") {
  const AccountInfo one{1, u"a", AccountType::kImap};
  CHECK(one == AccountInfo{1, u"a", AccountType::kImap});
  CHECK_FALSE(one == AccountInfo{2, u"a", AccountType::kImap});
  CHECK_FALSE(one == AccountInfo{1, u"b", AccountType::kImap});
  CHECK_FALSE(one == AccountInfo{1, u"a", AccountType::kEas});
}

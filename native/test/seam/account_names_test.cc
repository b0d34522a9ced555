#include "seam/account_names.h"

#include <doctest/doctest.h>

#include <set>

using namespace rx_outlook;

namespace {

std::u16string NameAmong(const std::set<std::u16string>& taken) {
  return UniqueAccountName(u"Mail", [&taken](const auto& name) { return taken.count(name) > 0; });
}

}  // namespace

TEST_CASE("a name that is free is taken as it is") {
  CHECK((NameAmong({}) == u"Mail"));
  CHECK((NameAmong({u"mail", u"Mail (2)"}) == u"Mail"));
}

TEST_CASE("a name that is taken gets the first free number") {
  CHECK((NameAmong({u"Mail"}) == u"Mail (2)"));
  CHECK((NameAmong({u"Mail", u"Mail (2)"}) == u"Mail (3)"));
  CHECK((NameAmong({u"Mail", u"Mail (3)"}) == u"Mail (2)"));
}

TEST_CASE("numbers go on past nine") {
  std::set<std::u16string> taken;
  for (int i = 0; i < 11; ++i) taken.insert(NameAmong(taken));
  CHECK(taken.count(u"Mail (10)") == 1);
  CHECK(taken.count(u"Mail (11)") == 1);
}

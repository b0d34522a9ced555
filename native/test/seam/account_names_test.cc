#include "seam/account_names.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "test/allocation.h"

using namespace rx_outlook;

namespace {

// A profile's names, and how often they were asked for.
struct Table {
  std::u16string Choose(const std::u16string& wanted) {
    return names.Choose(wanted, [this](const std::u16string& name) {
      ++questions;
      return taken.count(name) > 0;
    });
  }
  std::u16string Add(const std::u16string& wanted = u"Mail") {
    return *taken.insert(Choose(wanted)).first;
  }
  void Remove(const std::u16string& name) {
    names.Free(name);
    taken.erase(name);
  }
  // The one that is chosen without a memory.
  [[nodiscard]] std::u16string Lowest(const std::u16string& wanted) const {
    Table other;
    other.taken = taken;
    return other.Choose(wanted);
  }

  AccountNames names;
  std::set<std::u16string> taken;
  int questions = 0;
};

std::u16string NameAmong(const std::set<std::u16string>& taken) {
  Table table;
  table.taken = taken;
  return table.Choose(u"Mail");
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
  Table table;
  for (int i = 0; i < 11; ++i) table.Add();
  CHECK(table.taken.count(u"Mail (10)") == 1);
  CHECK(table.taken.count(u"Mail (11)") == 1);
}

TEST_CASE("a number that has become free is the next one again, the lowest first") {
  Table table;
  for (int i = 0; i < 6; ++i) table.Add();
  table.Remove(u"Mail (5)");
  table.Remove(u"Mail (3)");
  CHECK((table.Choose(u"Mail") == u"Mail (3)"));  // chosen, and not taken
  CHECK((table.Add() == u"Mail (3)"));
  table.taken.insert(u"Mail (5)");  // wanted under this name
  CHECK((table.Add() == u"Mail (7)"));
  table.Remove(u"Mail");
  CHECK((table.Add() == u"Mail"));
}

TEST_CASE("names that only look numbered are names like others") {
  Table table;
  for (int i = 0; i < 4; ++i) table.Add();
  for (const char16_t* name :
       {u"Mail (02)", u"Mail ()", u"Mail (x)", u"Mail (1)", u"Mail (0)", u" (2)", u")", u" (",
        u"Mail (2", u"Mail (4294967298)", u"Mail (99999999999999999999)", u"Mail(2)"}) {
    CHECK((table.Add(name) == name));
    table.Remove(name);
  }
  CHECK((table.Add() == u"Mail (5)"));
  CHECK((table.Add(u"Mail (2)") == u"Mail (2) (2)"));
  CHECK((table.Add(u"Mail (2)") == u"Mail (2) (3)"));
  table.Remove(u"Mail (2) (2)");
  CHECK((table.Add() == u"Mail (6)"));
  CHECK((table.Add(u"Mail (2)") == u"Mail (2) (2)"));
}

TEST_CASE("whatever comes and goes, the number is the lowest free one") {
  Table table;
  std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same run each time
  const std::u16string wanted[] = {u"Mail", u"Mail (2)", u"Mail (7)", u"Mail (2) (3)", u"a"};
  for (int i = 0; i < 5'000; ++i) {
    if (random() % 100 < 60) {
      const std::u16string& one = wanted[random() % std::size(wanted)];
      const std::u16string expected = table.Lowest(one);
      REQUIRE((table.Choose(one) == expected));
      if (random() % 4 != 0) table.Add(one);
    } else if (!table.taken.empty()) {
      auto gone = table.taken.begin();
      std::advance(gone, random() % table.taken.size());
      table.Remove(std::u16string(*gone));
    }
  }
  CHECK(table.taken.size() > 20);
  while (!table.taken.empty()) table.Remove(std::u16string(*table.taken.rbegin()));
  CHECK(table.names.size() <= std::size(wanted));
}

TEST_CASE("ten thousand accounts of one name cost a few questions each, also with holes") {
  constexpr int kAccounts = 10'000;
  Table table;
  for (int i = 0; i < kAccounts; ++i) table.Add();
  CHECK(table.taken.size() == kAccounts);
  CHECK(table.taken.count(u"Mail (10000)") == 1);
  CHECK(table.questions <= 3 * kAccounts);
  table.questions = 0;
  for (int i = 0; i < kAccounts; ++i) {
    table.Remove(u"Mail (2)");
    CHECK((table.Add() == u"Mail (2)"));
    table.Remove(table.Add());
  }
  CHECK(table.questions <= 8 * kAccounts);
}

TEST_CASE("nothing is remembered of names that are all free") {
  Table table;
  for (int i = 0; i < 100; ++i) table.Add();
  CHECK(table.names.size() == 1);
  while (!table.taken.empty()) table.Remove(std::u16string(*table.taken.begin()));
  CHECK(table.names.size() == 0);
  CHECK((table.Add() == u"Mail"));
  CHECK((table.Add() == u"Mail (2)"));
}

TEST_CASE("a name that there is no memory to free stays what it was") {
  Table table;
  for (int i = 0; i < 4; ++i) table.Add();
  const auto free = [&table] {
    const test::Shortage shortage;
    table.names.Free(u"Mail (2)");
  };
  CHECK_THROWS_AS(free(), std::bad_alloc);
  CHECK((table.Add() == u"Mail (5)"));
  table.Remove(u"Mail (2)");
  CHECK((table.Add() == u"Mail (2)"));
}

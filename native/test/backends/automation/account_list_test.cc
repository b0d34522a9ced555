#include "backends/automation/account_list.h"

#include <doctest/doctest.h>

#include <string>

using namespace rx_outlook;
using namespace rx_outlook::automation;

namespace {

using Seen = std::vector<SeenAccount>;
using Known = std::vector<KnownAccount>;
using Names = std::vector<std::u16string>;

SeenAccount Account(std::u16string name, AccountType type = AccountType::kExchange) {
  return {std::move(name), type, olOnline};
}

Known First(const Seen& seen) { return Recognise({}, seen); }

Names NamesOf(const Known& accounts) {
  Names names;
  for (const KnownAccount& account : accounts) names.push_back(account.info.name);
  return names;
}

std::uint64_t IdOf(const Known& accounts, std::size_t at) { return accounts.at(at).info.id; }

bool IsNew(const Known& before, const KnownAccount& account) {
  for (const KnownAccount& one : before) {
    if (one.info.id == account.info.id) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("accounts come in Outlook's order, each with an id and its type") {
  const Known accounts = First({Account(u"Work"), Account(u"Home", AccountType::kImap)});
  CHECK(NamesOf(accounts) == Names{u"Work", u"Home"});
  CHECK(IdOf(accounts, 0) != 0);
  CHECK(IdOf(accounts, 0) != IdOf(accounts, 1));
  CHECK(accounts[1].info.type == AccountType::kImap);
  CHECK(accounts[1].mode == olOnline);
}

TEST_CASE("an account keeps its id wherever it moves") {
  const Known before = First({Account(u"A"), Account(u"B"), Account(u"C")});
  const Known after = Recognise(before, {Account(u"C"), Account(u"A"), Account(u"B")});
  CHECK(NamesOf(after) == Names{u"C", u"A", u"B"});
  CHECK(IdOf(after, 0) == IdOf(before, 2));
  CHECK(IdOf(after, 1) == IdOf(before, 0));
  CHECK(IdOf(after, 2) == IdOf(before, 1));
}

TEST_CASE("a removed account's id does not come back with its name") {
  const Known before = First({Account(u"A"), Account(u"B")});
  const Known without = Recognise(before, {Account(u"B")});
  CHECK(IdOf(without, 0) == IdOf(before, 1));
  const Known again = Recognise(without, {Account(u"B"), Account(u"A")});
  CHECK(IsNew(before, again[1]));
}

TEST_CASE("a renamed account keeps its id, by its position") {
  const Known before = First({Account(u"A"), Account(u"B"), Account(u"C")});
  const Known after = Recognise(before, {Account(u"A"), Account(u"Bee"), Account(u"C")});
  CHECK(NamesOf(after) == Names{u"A", u"Bee", u"C"});
  CHECK(IdOf(after, 1) == IdOf(before, 1));
}

TEST_CASE("all accounts keep their ids when all are renamed in one look") {
  const Known before = First({Account(u"A"), Account(u"B")});
  const Known after = Recognise(before, {Account(u"One"), Account(u"Two")});
  CHECK(IdOf(after, 0) == IdOf(before, 0));
  CHECK(IdOf(after, 1) == IdOf(before, 1));
}

TEST_CASE(
    "an account renamed in the look in which another one comes or goes elsewhere keeps its id") {
  const Known before = First({Account(u"A"), Account(u"B"), Account(u"C")});
  const Known more =
      Recognise(before, {Account(u"Ay"), Account(u"B"), Account(u"C"), Account(u"D")});
  CHECK(IdOf(more, 0) == IdOf(before, 0));
  CHECK(IsNew(before, more[3]));
  const Known fewer = Recognise(before, {Account(u"Ay"), Account(u"B")});
  CHECK(IdOf(fewer, 0) == IdOf(before, 0));
  CHECK(fewer.size() == 2);
}

TEST_CASE("an account of another type, or in another position, is another account") {
  const Known before = First({Account(u"A"), Account(u"B")});
  const Known type = Recognise(before, {Account(u"A"), Account(u"C", AccountType::kPop3)});
  CHECK(IsNew(before, type[1]));
  const Known same_name = Recognise(before, {Account(u"A"), Account(u"B", AccountType::kPop3)});
  CHECK(IsNew(before, same_name[1]));
  const Known place = Recognise(before, {Account(u"C"), Account(u"A")});
  CHECK(IsNew(before, place[0]));
  CHECK(IdOf(place, 1) == IdOf(before, 0));
}

TEST_CASE("two renames that do not fit the gaps are new accounts") {
  const Known before = First({Account(u"A"), Account(u"B")});
  const Known after = Recognise(before, {Account(u"One"), Account(u"Two"), Account(u"Three")});
  for (const KnownAccount& account : after) CHECK(IsNew(before, account));
}

TEST_CASE("equal names are made unique, and are kept when one becomes free") {
  const Known before = First({Account(u"A"), Account(u"A"), Account(u"A (2)")});
  CHECK(NamesOf(before) == Names{u"A", u"A (2)", u"A (2) (2)"});
  const Known renamed = Recognise(before, {Account(u"B"), Account(u"A"), Account(u"A (2)")});
  // By their names the first of two equal ones has stayed, so the second is taken for the new one.
  CHECK(renamed.size() == 3);
  CHECK(renamed[1].info.name == u"A");
  const Known fewer = Recognise(before, {Account(u"A"), Account(u"A (2)")});
  CHECK(NamesOf(fewer) == Names{u"A", u"A (2) (2)"});
}

TEST_CASE("a name that cannot be read is no rename, nor is a type that cannot be read") {
  const Known before = First({Account(u"A"), Account(u"B")});
  const Known after = Recognise(before, {Account(u"A"), {u"", {}, olNoExchange}});
  CHECK(NamesOf(after) == Names{u"A", u"B"});
  CHECK(IdOf(after, 1) == IdOf(before, 1));
  CHECK(after[1].info.type == AccountType::kExchange);
  CHECK(after[1].mode == olNoExchange);
}

TEST_CASE("a new account without a readable name has one, and takes its own later") {
  const Known before = First({{u"", {}, olNoExchange}});
  CHECK(NamesOf(before) == Names{u"Account"});
  CHECK(before[0].info.type == AccountType::kOther);
  const Known after = Recognise(before, {Account(u"Work", AccountType::kOther)});
  CHECK(NamesOf(after) == Names{u"Work"});
  CHECK(IdOf(after, 0) == IdOf(before, 0));
}

TEST_CASE("a name that JavaScript could not pass back is repaired, and stays recognised") {
  const std::u16string lone{0xd800, u'x', 0xdc00, 0, 0xd83d, 0xde00};
  const Known before = First({Account(lone)});
  CHECK(NamesOf(before) == Names{u"\ufffdx\ufffd\ufffd\U0001f600"});
  CHECK(Recognise(before, {Account(lone)}) == before);
}

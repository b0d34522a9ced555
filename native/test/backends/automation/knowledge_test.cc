#include "backends/automation/knowledge.h"

#include <doctest/doctest.h>

using namespace rx_outlook;
using namespace rx_outlook::automation;

namespace {

Look Of(Mode mode, std::vector<SeenAccount> accounts = {}) {
  return {u"Work", mode, std::move(accounts), S_OK};
}

SeenAccount Account(std::u16string name, Mode mode) {
  return {std::move(name), AccountType::kExchange, mode};
}

Knowledge First(const Look& look) {
  Knowledge none;
  none.session = 7;
  return Update(none, look);
}

}  // namespace

TEST_CASE("a known knows the profile and its accounts, in its session alone") {
  const Knowledge known = First(Of(olOnline, {Account(u"A", olOffline)}));
  const std::uint64_t id = known.accounts.at(0).info.id;
  REQUIRE(known.ModeOf({7, kProfileItself}) != nullptr);
  CHECK(*known.ModeOf({7, kProfileItself}) == olOnline);
  REQUIRE(known.ModeOf({7, id}) != nullptr);
  CHECK(*known.ModeOf({7, id}) == olOffline);
  CHECK(known.ModeOf({8, kProfileItself}) == nullptr);
  CHECK(known.ModeOf({7, id + 1}) == nullptr);
  CHECK(Knowledge{}.ModeOf({0, kProfileItself}) == nullptr);
}

TEST_CASE("equal looks have no differences, nor have modes of one state") {
  const Knowledge before = First(Of(olOnline, {Account(u"A", olCachedOffline)}));
  CHECK(Compare(before, Update(before, Of(olOnline, {Account(u"A", olCachedOffline)}))).empty());
  CHECK(Compare(before, Update(before, Of(olCachedConnectedFull, {Account(u"A", olDisconnected)})))
            .empty());
}

TEST_CASE("a change of a state has both sides, the profile's comes first") {
  const Knowledge before = First(Of(olOnline, {Account(u"A", olOnline), Account(u"B", olOnline)}));
  const Differences found = Compare(
      before,
      Update(before, Of(olDisconnected, {Account(u"A", olNoExchange), Account(u"B", 800)})));
  REQUIRE(found.changes.size() == 2);
  CHECK(found.changes[0].account == kProfileItself);
  CHECK(found.changes[0].previous == MAPIOFFLINE_STATE_ONLINE);
  CHECK(found.changes[0].current == MAPIOFFLINE_STATE_OFFLINE);
  CHECK(found.changes[1].account == before.accounts[0].info.id);
  CHECK(found.changes[1].current == rx_outlook::kNoExchangeState);
  CHECK_FALSE(found.has_list_changed);
}

TEST_CASE("an account that comes changes the list, and no state") {
  const Knowledge before = First(Of(olOnline));
  const Differences found =
      Compare(before, Update(before, Of(olOnline, {Account(u"A", olOnline)})));
  CHECK(found.has_list_changed);
  CHECK(found.changes.empty());
  CHECK(found.removed.empty());
}

TEST_CASE("an account that goes is removed and changes the list; a rename changes the list alone") {
  const Knowledge before = First(Of(olOnline, {Account(u"A", olOnline), Account(u"B", olOnline)}));
  const Differences gone = Compare(before, Update(before, Of(olOnline, {Account(u"B", olOnline)})));
  CHECK(gone.removed == std::vector<std::uint64_t>{before.accounts[0].info.id});
  CHECK(gone.has_list_changed);
  const Differences renamed = Compare(
      before, Update(before, Of(olOnline, {Account(u"A", olOnline), Account(u"Bee", olOnline)})));
  CHECK(renamed.removed.empty());
  CHECK(renamed.has_list_changed);
}

TEST_CASE("accounts that cannot be listed stay, with an unknown state") {
  const Knowledge before = First(Of(olOnline, {Account(u"A", olOnline)}));
  Look look = Of(olOnline);
  look.listed = E_FAIL;
  const Knowledge after = Update(before, look);
  CHECK(after.listed == E_FAIL);
  const Differences found = Compare(before, after);
  CHECK(found.removed.empty());
  CHECK_FALSE(found.has_list_changed);
  REQUIRE(found.changes.size() == 1);
  CHECK(found.changes[0].current == kNeitherState);
}

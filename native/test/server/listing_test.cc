#include "server/listing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/utf.h"
#include "test/bridge/slow_channel.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Bytes;

namespace {

// Far more than an outbox holds.
std::shared_ptr<const std::vector<std::u16string>> ManyNames() {
  std::vector<std::u16string> names;
  for (int i = 0; i < 10'000; ++i)
    names.push_back(ToUtf16(std::to_string(i)) + std::u16string(200, u'x'));
  return std::make_shared<const std::vector<std::u16string>>(std::move(names));
}

AccountList ManyAccounts() {
  std::vector<AccountInfo> accounts;
  for (std::uint64_t id = 1; id <= 10'000; ++id) {
    accounts.push_back(
        {id, ToUtf16(std::to_string(id)) + std::u16string(200, u'x'), AccountType::kImap});
  }
  return std::make_shared<const std::vector<AccountInfo>>(std::move(accounts));
}

struct Listed {
  template <typename List>
  explicit Listed(std::shared_ptr<const List> list) {
    listing.Begin(locked, 7, std::move(list));
  }
  std::mutex mutex;
  Locked locked{mutex};
  bridge::Outbox outbox;
  bridge::Listing listing;
};

template <typename List>
void WriteSlowly(const std::shared_ptr<const List>& list) {
  Listed l(list);
  SlowChannel slow(1'000);
  std::size_t most = 0;
  for (bool done = false; !done;) {
    const bool is_encoded = l.listing.Encode(l.locked, l.outbox);
    CHECK(l.listing.under_way(l.locked) != is_encoded);
    most = std::max(most, l.outbox.bytes(l.locked).size());
    done = l.outbox.Write(l.locked, slow) && is_encoded;
  }
  CHECK(most <= 2 * bridge::Outbox::kFull + 2 * bridge::kFrameLimit);
  Bytes all;
  std::size_t next = 0;
  while (next < list->size()) bridge::EncodeSome(all, 7, *list, next);
  CHECK((slow.taken == all));
}

template <typename List>
void OweLittle(std::shared_ptr<const List> list) {
  Listed l(std::move(list));
  CHECK_FALSE(l.listing.Encode(l.locked, l.outbox));
  CHECK(l.outbox.full(l.locked));
  CHECK(l.outbox.owed(l.locked) <= 2 * bridge::kFrameLimit);
  const std::size_t owed = l.outbox.owed(l.locked);
  CHECK_FALSE(l.listing.Encode(l.locked, l.outbox));  // no more while nothing is taken
  CHECK(l.outbox.owed(l.locked) == owed);
}

template <typename List>
void EncodeNothing(std::shared_ptr<const List> list) {
  Listed l(std::move(list));
  CHECK(l.listing.Encode(l.locked, l.outbox));
  CHECK_FALSE(l.listing.under_way(l.locked));
  CHECK(l.outbox.owed(l.locked) == bridge::kHeaderSize + 5);
}

}  // namespace

TEST_CASE("bytes that a slow client has taken are freed, and none is lost or sent twice") {
  SUBCASE("of names") { WriteSlowly(ManyNames()); }
  SUBCASE("of accounts") { WriteSlowly(ManyAccounts()); }
}

TEST_CASE("a list is encoded as it is taken, so it is never owed as a whole") {
  SUBCASE("of names") { OweLittle(ManyNames()); }
  SUBCASE("of accounts") { OweLittle(ManyAccounts()); }
}

TEST_CASE("an empty list is one frame, and has ended") {
  SUBCASE("of names") { EncodeNothing(std::make_shared<const std::vector<std::u16string>>()); }
  SUBCASE("of accounts") { EncodeNothing(std::make_shared<const std::vector<AccountInfo>>()); }
}

// The frames of version 2: opening an account, the list of accounts, and its changes.
#include <doctest/doctest.h>

#include <cstring>

#include "test/bridge/frames.h"

using namespace rx_outlook;
using namespace rx_outlook::bridge;
using rx_outlook::test::FramesOf;

namespace {

Bytes Encoded(const Request& request) {
  Bytes bytes;
  Encode(bytes, request);
  return bytes;
}

Bytes Encoded(const std::vector<AccountInfo>& accounts) {
  Bytes bytes;
  Encode(bytes, 5, accounts);
  return bytes;
}

std::optional<Accounts> Decoded(const Bytes& bytes) {
  FrameBuffer buffer;
  return DecodeAccounts(FramesOf(buffer, bytes).at(0));
}

Request MakeRequest(FrameType type) {
  Request request;
  request.type = type;
  request.id = 6;
  request.object = 20;
  request.registration = 30;
  request.profile = u"Work";
  request.account = u"a@b";
  return request;
}

const std::u16string kLoneSurrogate(1, char16_t{0xd800});

}  // namespace

TEST_CASE("the bytes of a frame with accounts are the documented ones") {
  CHECK(Encoded(MakeRequest(FrameType::kOpenAccount)) ==
        Bytes{26, 0,   0, 0,   11, 0,   0, 0,   6, 0, 0, 0,   20, 0,   0, 0,   4,
              0,  'W', 0, 'o', 0,  'r', 0, 'k', 0, 3, 0, 'a', 0,  '@', 0, 'b', 0});
  CHECK(Encoded(MakeRequest(FrameType::kAccounts)) ==
        Bytes{14, 0, 0, 0, 12, 0, 0, 0, 6, 0, 0, 0, 4, 0, 'W', 0, 'o', 0, 'r', 0, 'k', 0});
  CHECK(Encoded(MakeRequest(FrameType::kAdviseWithAccounts)) ==
        Bytes{12, 0, 0, 0, 13, 0, 0, 0, 6, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0});
  Bytes list;
  Encode(list, 6, std::vector<AccountInfo>{{0x0001020304050607, u"a@b", AccountType::kImap}});
  CHECK(list == Bytes{22, 0, 0, 0, 69, 0, 0, 0, 6, 0,   0, 0,   1, 7,   6,
                      5,  4, 3, 2, 1,  0, 1, 3, 0, 'a', 0, '@', 0, 'b', 0});
  Bytes events;
  RelayedEvent changed;
  changed.registration = 30;
  changed.kind = RelayedEvent::Kind::kAccounts;
  EventsEncoder(events).Add(changed);
  Bytes documented{28, 0, 0, 0, 68, 0, 0, 0, 30, 0, 0, 0, 8};
  documented.resize(kHeaderSize + kEventSize);
  CHECK(events == documented);
}

TEST_CASE("a list of accounts arrives as it was sent, whatever the numbers and names in it") {
  const std::vector<AccountInfo> sent{
      {0, u"alice@example.org", AccountType::kExchange},
      {kAccountIdLimit, kLoneSurrogate, AccountType::kOther},
      {1ull << 52, std::u16string(kNameLimit, u'x'), AccountType::kEas}};
  const auto received = Decoded(Encoded(sent));
  REQUIRE(received);
  CHECK(received->id == 5);
  CHECK(received->last);
  CHECK(received->accounts == sent);
}

TEST_CASE("a list without accounts is a frame, too") {
  const Bytes bytes = Encoded(std::vector<AccountInfo>());
  CHECK(bytes.size() == kHeaderSize + 5);
  const auto received = Decoded(bytes);
  REQUIRE(received);
  CHECK(received->last);
  CHECK(received->accounts.empty());
}

TEST_CASE("accounts that do not fit into one frame come in several, none lost, none cut") {
  std::vector<AccountInfo> sent;
  for (std::uint64_t id = 1; id <= 1'000; ++id) {
    sent.push_back({id, std::u16string(id % kNameLimit + 1, u'n'), AccountType::kPop3});
  }
  const Bytes bytes = Encoded(sent);
  CHECK(bytes.size() > kFrameLimit);
  std::vector<AccountInfo> received;
  bool last = false;
  for (std::size_t start = 0; start < bytes.size();) {
    std::uint32_t size = 0;
    std::memcpy(&size, bytes.data() + start, sizeof(size));
    CHECK(size <= kBodyLimit);
    const auto some =
        DecodeAccounts({FrameType::kAccountList, bytes.data() + start + kHeaderSize, size});
    REQUIRE(some);
    CHECK_FALSE(last);
    last = some->last;
    received.insert(received.end(), some->accounts.begin(), some->accounts.end());
    start += kHeaderSize + size;
  }
  CHECK(last);
  CHECK(received == sent);
}

TEST_CASE("an account that no client could open, or know by its number, is left out of its list") {
  const AccountInfo work{2, u"work", AccountType::kHttp};
  const auto received = Decoded(Encoded(
      std::vector<AccountInfo>{{1, std::u16string(kNameLimit + 1, u'a'), AccountType::kImap},
                               work,
                               {3, u"", AccountType::kImap},
                               {4, std::u16string(u"a\0b", 3), AccountType::kImap},
                               {5, std::u16string(40'000, u'b'), AccountType::kImap},
                               {kAccountIdLimit + 1, u"far", AccountType::kImap}}));
  REQUIRE(received);
  CHECK(received->last);
  CHECK(received->accounts == std::vector<AccountInfo>{work});
}

TEST_CASE("a list is malformed with a byte too few or too many, or an account without a name") {
  const Bytes whole = Encoded(std::vector<AccountInfo>{{7, u"alice", AccountType::kImap}});
  const std::size_t size = whole.size() - kHeaderSize;
  const auto decoded = [](const Bytes& frame, std::size_t length) {
    return DecodeAccounts({FrameType::kAccountList, frame.data() + kHeaderSize, length});
  };
  REQUIRE(decoded(whole, size));
  Bytes more = whole;
  more.push_back(0);
  CHECK_FALSE(decoded(more, size + 1));
  for (std::size_t less = 0; less < size; ++less) {
    CHECK(decoded(whole, less).has_value() == (less == 5));  // a frame without accounts
  }
  Bytes neither_last_nor_not = whole;
  neither_last_nor_not[kHeaderSize + 4] = 2;
  CHECK_FALSE(decoded(neither_last_nor_not, size));
  Bytes with_nul = whole;
  with_nul[whole.size() - 2] = 0;
  CHECK_FALSE(decoded(with_nul, size));
  const Bytes unnamed{14, 0, 0, 0, 69, 0, 0, 0, 5, 0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0};
  CHECK_FALSE(decoded(unnamed, unnamed.size() - kHeaderSize));
  CHECK_FALSE(DecodeAccounts({FrameType::kNames, whole.data() + kHeaderSize, size}));
}

TEST_CASE("a list is malformed with a number that JavaScript could not hold") {
  CHECK(static_cast<double>(kAccountIdLimit) != static_cast<double>(kAccountIdLimit - 1));
  Bytes list = Encoded(std::vector<AccountInfo>{{kAccountIdLimit, u"alice", AccountType::kImap}});
  REQUIRE(Decoded(list));
  CHECK(Decoded(list)->accounts.at(0).id == 9'007'199'254'740'991);
  std::uint8_t* const highest_bytes = list.data() + kHeaderSize + 5 + 6;
  REQUIRE(highest_bytes[0] == 0x1f);
  highest_bytes[0] = 0x20;
  CHECK_FALSE(Decoded(list));
  highest_bytes[0] = 0;
  highest_bytes[1] = 1;
  CHECK_FALSE(Decoded(list));
}

TEST_CASE("a type of account that this version does not know is decoded as it was sent") {
  const auto received =
      Decoded(Encoded(std::vector<AccountInfo>{{7, u"alice", static_cast<AccountType>(200)}}));
  REQUIRE(received);
  CHECK(received->accounts.at(0).type == static_cast<AccountType>(200));
}

TEST_CASE("a request is refused with a name that is empty, too long or holds a NUL") {
  const auto is_taken = [](const Request& request) {
    FrameBuffer buffer;
    return DecodeRequest(FramesOf(buffer, Encoded(request)).at(0)).has_value();
  };
  for (const std::u16string& name :
       {std::u16string(), std::u16string(kNameLimit + 1, u'a'), std::u16string(u"a\0b", 3)}) {
    for (const FrameType type : {FrameType::kOpenAccount, FrameType::kAccounts}) {
      Request request = MakeRequest(type);
      request.profile = name;
      CHECK_FALSE(is_taken(request));
    }
    Request request = MakeRequest(FrameType::kOpenAccount);
    request.account = name;
    CHECK_FALSE(is_taken(request));
  }
  Request longest = MakeRequest(FrameType::kOpenAccount);
  longest.profile = std::u16string(kNameLimit, u'a');
  longest.account = std::u16string(kNameLimit - 1, u'b') + kLoneSurrogate;
  CHECK(is_taken(longest));
  CHECK(Encoded(longest).size() == kHeaderSize + kRequestLimit);
}

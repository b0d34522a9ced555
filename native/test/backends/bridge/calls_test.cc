#include "backends/bridge/calls.h"

#include <doctest/doctest.h>

#include <new>
#include <numeric>

using namespace rx_outlook;
using namespace rx_outlook::bridge;

namespace {

// Calls whose requests are recorded instead of sent.
struct Recorded {
  std::uint32_t Wait(FrameType type, Calls::Waiter& waiter) {
    return calls.Wait(locked, MakeRequest(type), waiter);
  }
  // Its reply adds the request's number and what it was told to `replies`.
  void Later(std::uint32_t object) {
    Request request = MakeRequest(FrameType::kGetCurrentState);
    request.object = object;
    Calls::Reply reply = [this, object](HRESULT hr, ULONG value) {
      replies.push_back({object, hr, value});
    };
    calls.Later(locked, std::move(request), reply);
  }
  // Answers as a connection would; false when the answer was refused.
  bool Answer(std::uint32_t id, HRESULT hr = S_OK, ULONG value = 0) {
    bridge::Answer answer;
    answer.id = id;
    answer.hresult = hr;
    answer.value = value;
    const auto completed = calls.Take(locked, std::move(answer));
    if (completed && completed->reply) completed->reply(completed->hr, completed->value);
    return completed.has_value();
  }
  static Request MakeRequest(FrameType type) {
    Request request;
    request.type = type;
    return request;
  }

  struct Told {
    std::uint32_t object;
    HRESULT hr;
    ULONG value;
  };

  std::mutex mutex;
  Locked locked{mutex};
  std::vector<Request> sent;
  bool has_memory = true;
  std::vector<Told> replies;
  Calls calls{[this](const Locked&, const Request& request) {
    if (!has_memory) throw std::bad_alloc();
    sent.push_back(request);
  }};
};

Names MakeNames(std::uint32_t id, std::vector<std::u16string> names, bool last) {
  Names some;
  some.id = id;
  some.names = std::move(names);
  some.last = last;
  return some;
}

Accounts MakeAccounts(std::uint32_t id, std::vector<AccountInfo> accounts, bool last) {
  Accounts some;
  some.id = id;
  some.accounts = std::move(accounts);
  some.last = last;
  return some;
}

}  // namespace

TEST_CASE("a waiting thread gets its answer, and no later one") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t id = r.Wait(FrameType::kOpen, waiter);
  REQUIRE(r.sent.size() == 1);
  CHECK(r.sent[0].id == id);
  CHECK(r.calls.oldest(r.locked).id == id);
  CHECK(r.calls.oldest(r.locked).type == FrameType::kOpen);
  const auto completed = r.calls.Take(r.locked, bridge::Answer{id, E_PENDING, 0, "Open", "why"});
  REQUIRE(completed);
  CHECK(completed->by_waiter);
  CHECK_FALSE(completed->reply);
  CHECK(waiter.answered);
  CHECK(waiter.answer.hresult == E_PENDING);
  CHECK(waiter.answer.text == "why");
  CHECK(r.calls.oldest(r.locked).id == 0);
  CHECK(r.Answer(id, E_FAIL));
  CHECK(waiter.answer.hresult == E_PENDING);
}

TEST_CASE("a thread that has stopped waiting is not touched by its answer") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t id = r.Wait(FrameType::kOpen, waiter);
  r.calls.Withdraw(r.locked, id);
  CHECK(r.Answer(id));
  CHECK_FALSE(waiter.answered);
}

TEST_CASE("numbers rise with each call, and 0 is never one") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t first = r.Wait(FrameType::kPing, waiter);
  CHECK(first != 0);
  CHECK(r.calls.Tell(r.locked, Recorded::MakeRequest(FrameType::kClose)) == first + 1);
  r.Later(20);
  CHECK(r.sent.back().id == first + 2);
}

TEST_CASE("a told request waits for no answer, and its answer completes nothing") {
  Recorded r;
  const std::uint32_t id = r.calls.Tell(r.locked, Recorded::MakeRequest(FrameType::kPing));
  CHECK(r.calls.oldest(r.locked).id == 0);
  const auto completed = r.calls.Take(r.locked, bridge::Answer{id, S_OK, 0, "", ""});
  REQUIRE(completed);
  CHECK_FALSE(completed->by_waiter);
  CHECK_FALSE(completed->reply);
}

TEST_CASE("replies past the bound are kept, and sent in their order as answers come") {
  Recorded r;
  constexpr std::uint32_t kAll = Calls::kRepliesAtOnce + 3;
  for (std::uint32_t object = 0; object < kAll; ++object) r.Later(object);
  CHECK(r.sent.size() == Calls::kRepliesAtOnce);
  CHECK(r.Answer(r.sent[0].id));
  CHECK(r.sent.size() == Calls::kRepliesAtOnce);  // the connection says when
  r.calls.SendKept(r.locked);
  CHECK(r.sent.size() == Calls::kRepliesAtOnce + 1);
  r.Later(kAll);  // behind those that are kept
  for (std::size_t i = 1; i <= kAll; ++i) {
    CHECK(r.Answer(r.sent[i].id, S_OK, r.sent[i].object));
    r.calls.SendKept(r.locked);
  }
  REQUIRE(r.replies.size() == kAll + 1);
  for (std::uint32_t object = 0; object <= kAll; ++object) {
    CHECK(r.replies[object].object == object);
    CHECK(r.replies[object].value == object);
  }
  CHECK(r.calls.oldest(r.locked).id == 0);
}

TEST_CASE("a waiting thread takes no part in the bound of replies") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t waited = r.Wait(FrameType::kOpen, waiter);
  for (std::uint32_t object = 0; object < Calls::kRepliesAtOnce; ++object) r.Later(object);
  CHECK(r.sent.size() == Calls::kRepliesAtOnce + 1);
  CHECK(r.Answer(waited));
  r.Later(1'000);
  CHECK(r.sent.size() == Calls::kRepliesAtOnce + 1);
}

TEST_CASE("a success must bring what was asked for, a failure is always an answer") {
  Recorded r;
  for (const FrameType type : {FrameType::kHello, FrameType::kProfiles, FrameType::kAccounts}) {
    Calls::Waiter waiter;
    const std::uint32_t id = r.Wait(type, waiter);
    CHECK_FALSE(r.Answer(id, S_OK));
    CHECK_FALSE(waiter.answered);
    CHECK(r.Answer(id, E_FAIL));
    CHECK(waiter.answered);
  }
}

TEST_CASE("a welcome completes a hello, and nothing else") {
  Recorded r;
  Calls::Waiter hello;
  const std::uint32_t id = r.Wait(FrameType::kHello, hello);
  CHECK_FALSE(r.calls.Take(r.locked, Welcome{id + 1, 1, Host::kOutlook, "another"}));
  CHECK(r.calls.Take(r.locked, Welcome{id, 1, Host::kOutlook, "Outlook"}));
  CHECK(hello.answered);
  CHECK(hello.welcome.product == "Outlook");
  CHECK_FALSE(r.calls.Take(r.locked, Welcome{id, 1, Host::kOutlook, "Outlook"}));
  Calls::Waiter ping;
  CHECK_FALSE(r.calls.Take(r.locked,
                           Welcome{r.Wait(FrameType::kPing, ping), 1, Host::kOutlook, "Outlook"}));
}

TEST_CASE("names are collected until the last frame of their list, up to their limit") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t id = r.Wait(FrameType::kProfiles, waiter);
  CHECK_FALSE(r.calls.Take(r.locked, MakeNames(id + 1, {u"Work"}, true)));
  CHECK(r.calls.Take(r.locked, MakeNames(id, {u"Work", u"Home"}, false)));
  CHECK_FALSE(waiter.answered);
  SUBCASE("the last") {
    CHECK(r.calls.Take(r.locked, MakeNames(id, {u"Other"}, true)));
    CHECK(waiter.answered);
    CHECK(waiter.names == std::vector<std::u16string>{u"Work", u"Home", u"Other"});
    CHECK_FALSE(r.calls.Take(r.locked, MakeNames(id, {u"More"}, true)));
  }
  SUBCASE("too many") {
    const std::vector<std::u16string> many(kListLimit - 1, u"n");
    CHECK_FALSE(r.calls.Take(r.locked, MakeNames(id, many, true)));
  }
  r.calls.Withdraw(r.locked, id);
}

TEST_CASE("accounts are collected until the last frame of their list, up to their limit") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t id = r.Wait(FrameType::kAccounts, waiter);
  const AccountInfo alice{7, u"alice", AccountType::kImap};
  const AccountInfo team{9, u"team", AccountType::kExchange};
  CHECK_FALSE(r.calls.Take(r.locked, MakeAccounts(id + 1, {alice}, true)));
  CHECK_FALSE(r.calls.Take(r.locked, MakeNames(id, {u"alice"}, true)));
  CHECK(r.calls.Take(r.locked, MakeAccounts(id, {alice}, false)));
  CHECK_FALSE(waiter.answered);
  SUBCASE("the last") {
    CHECK(r.calls.Take(r.locked, MakeAccounts(id, {team}, true)));
    CHECK(waiter.answered);
    CHECK(waiter.accounts == std::vector<AccountInfo>{alice, team});
    CHECK_FALSE(r.calls.Take(r.locked, MakeAccounts(id, {}, true)));
  }
  SUBCASE("a number that repeats, in another frame") {
    CHECK_FALSE(r.calls.Take(r.locked, MakeAccounts(id, {team, {7, u"bob"}}, true)));
    CHECK_FALSE(waiter.answered);
  }
  SUBCASE("a name that repeats, in another frame") {
    CHECK_FALSE(r.calls.Take(r.locked, MakeAccounts(id, {team, {8, u"alice"}}, true)));
    CHECK_FALSE(waiter.answered);
  }
  SUBCASE("names that differ in case alone, or in their end") {
    const AccountInfo capital{8, u"Alice", AccountType::kImap};
    const AccountInfo longer{10, u"alice ", AccountType::kImap};
    CHECK(r.calls.Take(r.locked, MakeAccounts(id, {capital, longer}, true)));
    CHECK(waiter.accounts == std::vector<AccountInfo>{alice, capital, longer});
  }
  SUBCASE("too many") {
    std::vector<AccountInfo> many(kListLimit - 1, team);
    CHECK(r.calls.Take(r.locked, MakeAccounts(id, many, false)));
    CHECK_FALSE(r.calls.Take(r.locked, MakeAccounts(id, {team}, true)));
  }
  r.calls.Withdraw(r.locked, id);
}

TEST_CASE("a type of account that this version does not know becomes other") {
  Recorded r;
  Calls::Waiter waiter;
  const std::uint32_t id = r.Wait(FrameType::kAccounts, waiter);
  CHECK(r.calls.Take(r.locked, MakeAccounts(id,
                                            {{1, u"a", AccountType::kExchange},
                                             {2, u"b", AccountType::kOther},
                                             {3, u"c", static_cast<AccountType>(6)},
                                             {4, u"d", static_cast<AccountType>(255)}},
                                            true)));
  std::vector<AccountType> types;
  for (const AccountInfo& account : waiter.accounts) types.push_back(account.type);
  CHECK((types == std::vector<AccountType>{AccountType::kExchange, AccountType::kOther,
                                           AccountType::kOther, AccountType::kOther}));
}

TEST_CASE("without memory nothing is under way, and the reply stays with its caller") {
  Recorded r;
  r.has_memory = false;
  int told = 0;
  Calls::Reply reply = [&told](HRESULT, ULONG) { ++told; };
  CHECK_THROWS_AS(
      r.calls.Later(r.locked, Recorded::MakeRequest(FrameType::kGetCurrentState), reply),
      std::bad_alloc);
  REQUIRE(reply);
  Calls::Waiter waiter;
  CHECK_THROWS_AS(r.Wait(FrameType::kOpen, waiter), std::bad_alloc);
  CHECK(r.calls.oldest(r.locked).id == 0);
  CHECK(told == 0);
  r.calls.Abandon(r.locked).ReplyToAll(E_FAIL);
  CHECK(told == 0);
}

TEST_CASE("a lost connection's calls are replied to once each, those never sent at the end") {
  Recorded r;
  constexpr std::uint32_t kAll = Calls::kRepliesAtOnce + 2;
  for (std::uint32_t object = 0; object < kAll; ++object) r.Later(object);
  Calls::Waiter waiter;
  r.Wait(FrameType::kOpen, waiter);
  r.calls.Abandon(r.locked).ReplyToAll(E_FAIL);
  REQUIRE(r.replies.size() == kAll);
  for (std::uint32_t object = 0; object < kAll; ++object) {
    CHECK(r.replies[object].object == object);
    CHECK(r.replies[object].hr == E_FAIL);
  }
  CHECK_FALSE(waiter.answered);
  r.calls.Abandon(r.locked).ReplyToAll(E_FAIL);
  CHECK(r.replies.size() == kAll);
}

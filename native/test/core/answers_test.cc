#include "core/answers.h"

#include <doctest/doctest.h>

#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("an answer is a record with the request's number, the result and the value") {
  Inbox inbox;
  Answers answers(inbox.queue);
  answers.Expect(1);
  answers.Say(7, MAPI_E_NOT_FOUND, 9);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].kind == RecordKind::kAnswer);
  CHECK(records[0].slot == 7);
  CHECK(records[0].hresult == MAPI_E_NOT_FOUND);
  CHECK(records[0].detail == 9);
}

TEST_CASE("a result too large for a record is taken once, by its request's number") {
  Inbox inbox;
  Answers answers(inbox.queue);
  const ProfileNames names = std::make_shared<const std::vector<std::u16string>>(1, u"Work");
  answers.Keep(1, {names, {}});
  answers.Keep(2, {nullptr, {"Open", "There is none."}});
  CHECK(answers.Take(2).why.text == "There is none.");
  CHECK(answers.Take(2).why.text.empty());
  CHECK(answers.Take(1).profiles == names);
  CHECK(answers.Take(1).profiles == nullptr);
  CHECK(names.use_count() == 1);
}

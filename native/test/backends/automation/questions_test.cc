#include "backends/automation/questions.h"

#include <doctest/doctest.h>

#include <mutex>

using namespace rx_outlook;
using namespace rx_outlook::automation;

TEST_CASE("a look answers the questions before it, a failure all of them") {
  std::mutex mutex;
  const Locked locked(mutex);
  Questions questions;
  CHECK_FALSE(questions.has_open(locked));
  const auto before = questions.Add(locked);
  questions.Cover(locked);
  const auto during = questions.Add(locked);

  questions.AnswerCovered(locked, S_OK);
  CHECK(questions.IsAnswered(locked, before));
  CHECK_FALSE(questions.IsAnswered(locked, during));
  CHECK(questions.has_open(locked));
  CHECK(questions.hr(locked) == S_OK);

  questions.AnswerAll(locked, E_FAIL, {"Session", "text"});
  CHECK(questions.IsAnswered(locked, during));
  CHECK_FALSE(questions.has_open(locked));
  CHECK(questions.hr(locked) == E_FAIL);
  CHECK(questions.why(locked).operation == "Session");

  questions.AnswerCovered(locked, S_OK);  // takes no answer back
  CHECK(questions.IsAnswered(locked, during));
}

#include "backends/embedded/state_word.h"

#include <doctest/doctest.h>

#include "test/fakes.h"

using namespace rx_outlook::embedded;
using namespace rx_outlook::test;

namespace {

void CheckStep(StateWord::Step step, ULONG before, ULONG after) {
  CHECK(step.before == before);
  CHECK(step.after == after);
}

}  // namespace

TEST_CASE("a state that nobody holds is its own") {
  StateWord word;
  CHECK(word.now() == kOnline);
  CheckStep(word.SetOwn(kOffline), kOnline, kOffline);
  CHECK(word.is_offline());
  CheckStep(word.Flip(), kOffline, kOnline);
  CHECK_FALSE(word.Remember(kOffline));
  CHECK(word.own() == kOnline);
}

TEST_CASE("a state that is held is offline and keeps its own for later") {
  StateWord word;
  CheckStep(word.Hold(true), kOnline, kOffline);
  CheckStep(word.Hold(true), kOffline, kOffline);
  CHECK(word.own() == kOnline);
  CheckStep(word.Flip(), kOffline, kOffline);
  CHECK(word.Remember(kOnline));
  CheckStep(word.SetOwn(kOffline), kOffline, kOffline);
  CheckStep(word.Hold(false), kOffline, kOffline);
}

TEST_CASE("what is released has its own state back") {
  StateWord word;
  word.Hold(true);
  CheckStep(word.Hold(false), kOffline, kOnline);
}

TEST_CASE("a state may have any bits") {
  StateWord word;
  word.SetOwn(0xffffffff);
  CHECK(word.now() == 0xffffffff);
  CHECK_FALSE(word.is_offline());
  CheckStep(word.Hold(true), 0xffffffff, kOffline);
  CheckStep(word.Hold(false), kOffline, 0xffffffff);
}

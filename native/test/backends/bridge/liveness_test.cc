#include "backends/bridge/liveness.h"

#include <doctest/doctest.h>

using namespace rx_outlook::bridge;
using Sign = Liveness::Sign;
using Doubt = Liveness::Doubt;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kPatience{5'000};
constexpr Liveness::Clock::time_point kStart{std::chrono::hours(1)};

constexpr Liveness::Clock::time_point At(int seconds) {
  return kStart + std::chrono::seconds(seconds);
}

OldestCall Waiting(std::uint32_t id, FrameType type = FrameType::kGetCapabilities) {
  return {id, type};
}

}  // namespace

TEST_CASE("a server that sends bytes in time is asked for no sign of life") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.Due() == At(5));
  CHECK(liveness.Look(At(4), true) == Sign::kNone);
  liveness.Heard(At(4));
  CHECK(liveness.Look(At(8), true) == Sign::kNone);
  CHECK(liveness.Look(At(9), true) == Sign::kPing);
}

TEST_CASE("a silent server gets a ping, and is lost when that is not answered either") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.Look(At(5), true) == Sign::kPing);
  CHECK(liveness.Look(At(9), true) == Sign::kNone);
  SUBCASE("not answered") { CHECK(liveness.Look(At(10), true) == Sign::kLost); }
  SUBCASE("answered") {
    liveness.Heard(At(6));
    CHECK(liveness.Look(At(11), true) == Sign::kPing);
  }
}

TEST_CASE("a server that nobody waits for or listens to may be silent") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.Look(At(5), false) == Sign::kNone);
  CHECK(liveness.Look(At(10), true) == Sign::kPing);
  CHECK(liveness.Look(At(15), false) == Sign::kNone);  // by now nobody listens any more
  CHECK(liveness.Look(At(20), true) == Sign::kPing);
}

TEST_CASE("a machine that has slept blames no server: it gets its full time again") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.Look(At(5), true) == Sign::kPing);
  CHECK(liveness.Look(At(3'600), true) == Sign::kPing);
  CHECK(liveness.Look(At(3'605), true) == Sign::kLost);
}

TEST_CASE("a call that is the oldest at two looks is probed once") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.LookAtOldest(At(4), Waiting(7)) == Doubt::kNone);
  CHECK(liveness.LookAtOldest(At(5), Waiting(7)) == Doubt::kNone);
  CHECK(liveness.LookAtOldest(At(9), Waiting(7)) == Doubt::kNone);
  CHECK(liveness.LookAtOldest(At(10), Waiting(7)) == Doubt::kProbe);
  liveness.Probed(8);
  CHECK(liveness.LookAtOldest(At(15), Waiting(7)) == Doubt::kNone);
}

TEST_CASE("another oldest call at each look is no doubt, and none is no doubt either") {
  Liveness liveness(kStart, kPatience);
  for (int look = 1; look < 5; ++look) {
    CHECK(liveness.LookAtOldest(At(5 * look), Waiting(static_cast<std::uint32_t>(look))) ==
          Doubt::kNone);
  }
  CHECK(liveness.LookAtOldest(At(25), {}) == Doubt::kNone);
  CHECK(liveness.LookAtOldest(At(30), {}) == Doubt::kNone);
}

TEST_CASE("a hello or a ping needs no Outlook: the server that withholds its answer is lost") {
  for (const FrameType type : {FrameType::kHello, FrameType::kPing}) {
    Liveness liveness(kStart, kPatience);
    CHECK(liveness.LookAtOldest(At(5), Waiting(1, type)) == Doubt::kNone);
    CHECK(liveness.LookAtOldest(At(10), Waiting(1, type)) == Doubt::kLost);
  }
}

TEST_CASE("a probe that is answered before an older call proves that its answer is withheld") {
  Liveness liveness(kStart, kPatience);
  CHECK_FALSE(liveness.IsProbe(0));
  liveness.Probed(8);
  CHECK(liveness.IsProbe(8));
  CHECK_FALSE(liveness.IsProbe(7));
  SUBCASE("an older call waits") { CHECK(liveness.EndProbe(Waiting(7))); }
  SUBCASE("a newer call waits") { CHECK_FALSE(liveness.EndProbe(Waiting(9))); }
  SUBCASE("no call waits") { CHECK_FALSE(liveness.EndProbe({})); }
  CHECK_FALSE(liveness.IsProbe(8));
}

TEST_CASE("a probe that could not be sent is tried again at the next look") {
  Liveness liveness(kStart, kPatience);
  CHECK(liveness.LookAtOldest(At(5), Waiting(7)) == Doubt::kNone);
  CHECK(liveness.LookAtOldest(At(10), Waiting(7)) == Doubt::kProbe);
  CHECK(liveness.LookAtOldest(At(15), Waiting(7)) == Doubt::kProbe);
}

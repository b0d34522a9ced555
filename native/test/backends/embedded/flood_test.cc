#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "backends/embedded/flood.h"
#include "test/allocation.h"
#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Flood;

namespace {

// Counts the notifications and does not keep them: a flood makes millions.
class Tally final : public ComObject<Tally, IMAPIOfflineNotify> {
 public:
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) noexcept override {
    last = pNotifyInfo->Info.StateChange.ulStateNew;
    consistent =
        consistent && pNotifyInfo->NotifyType == kChange &&
        pNotifyInfo->Info.StateChange.ulStateOld + pNotifyInfo->Info.StateChange.ulStateNew ==
            MAPIOFFLINE_STATE_OFFLINE_MASK;
    ++told;
  }
  std::atomic<std::uint64_t> told{0};
  std::atomic<ULONG> last{0};
  std::atomic<bool> consistent{true};
};

struct Flooded : Opened {
  Flooded() {
    auto info = AdviseInfo(callback.Get());
    ULONG token = 0;
    REQUIRE(object->Advise(0, &info, &token) == S_OK);
  }
  std::shared_ptr<Flood> Start(std::uint64_t changes, std::uint32_t threads) {
    return Flood::Start(profile, changes, threads, [this](std::uint64_t count) {
      made.Update([count](auto& all) { all.push_back(count); });
    });
  }
  // Waits for the flood's end and returns the number of its changes.
  [[nodiscard]] std::uint64_t Made() const {
    REQUIRE(made.Await([](const auto& all) { return !all.empty(); }));
    CHECK(made.Get().size() == 1);
    return made.Get().front();
  }

  const ComPtr<Tally> callback = MakeCom<Tally>();
  Watched<std::vector<std::uint64_t>> made;
};

}  // namespace

TEST_CASE("a flood makes exactly the given number of changes, each notified once") {
  Flooded work;
  work.Start(10'001, 1);
  CHECK(work.Made() == 10'001);
  CHECK(work.callback->told == 10'001);
  CHECK(work.callback->consistent);
  CHECK(work.State() == kOffline);
}

TEST_CASE("a flood of several threads makes exactly the given number of changes in total") {
  for (const std::uint32_t threads : {2U, 3U, 8U}) {
    Flooded work;
    work.Start(10'001, threads);
    CHECK(work.Made() == 10'001);
    CHECK(work.callback->told == 10'001);
    CHECK(work.State() == kOffline);
  }
}

TEST_CASE("a flood can have more threads than changes") {
  Flooded work;
  work.Start(3, 8);
  CHECK(work.Made() == 3);
  CHECK(work.callback->told == 3);
}

TEST_CASE("an endless flood continues until it is stopped") {
  Flooded work;
  const auto flood = work.Start(0, 2);
  while (work.callback->told < 1'000) std::this_thread::yield();
  CHECK(work.made.Get().empty());
  flood->Stop();
  CHECK(work.Made() == work.callback->told);
}

TEST_CASE("the last notification of a single thread's flood has the object's final state") {
  for (std::uint64_t changes = 100; changes < 200; ++changes) {
    Flooded work;
    work.Start(changes, 1);
    CHECK(work.Made() == changes);
    CHECK(work.callback->last == work.State());
  }
}

TEST_CASE("a flood ends when its profile is removed") {
  Flooded work;
  work.Start(0, 2);
  while (work.callback->told < 100) std::this_thread::yield();
  embedded::RemoveProfile(work.profile);
  CHECK(work.Made() == work.callback->told);
}

TEST_CASE("a finished flood has no reference to a callback") {
  Flooded work;
  work.Start(1'000, 4);
  CHECK(work.Made() == 1'000);
  CHECK(work.object->Unadvise(0, 0) == S_OK);
  CHECK(work.callback->references() == 1);
}

TEST_CASE("a flood that cannot start all its threads throws, and ends those already started") {
  Flooded work;
  Dropped over;
  std::size_t failures = 0;
  {
    Flood::Done done = [guard = over.Guard()](std::uint64_t) {};
    for (std::shared_ptr<Flood> flood; !flood;) {
      try {
        const Shortage shortage(failures);  // one more allocation each time, until all three run
        flood = Flood::Start(work.profile, 0, 3, done);
        flood->Stop();
      } catch (const std::bad_alloc&) {
        ++failures;
      }
    }
  }
  CHECK(failures >= 3);
  CHECK(over.Wait());  // the last thread of every flood has ended
  const auto told = work.callback->told.load();
  CHECK(work.object->Unadvise(0, 0) == S_OK);
  CHECK(work.callback->references() == 1);
  CHECK(work.callback->told == told);
}

TEST_CASE("a callback advised during a flood receives each change that its first reading missed") {
  Flooded work;
  for (int round = 0; round < 300; ++round) {
    const auto late = MakeCom<Tally>();
    Watched<bool> over;
    Flood::Start(work.profile, 301, 1,
                 [&over](std::uint64_t) { over.Update([](bool& set) { set = true; }); });
    auto info = AdviseInfo(late.Get());
    ULONG token = 0;
    REQUIRE(work.object->Advise(0, &info, &token) == S_OK);
    const ULONG snapshot = work.State();
    CHECK(over.Await([](bool set) { return set; }));
    const ULONG last = late->told == 0 ? snapshot : late->last.load();
    CHECK(last == work.State());
    CHECK(work.object->Unadvise(0, token) == S_OK);
  }
}

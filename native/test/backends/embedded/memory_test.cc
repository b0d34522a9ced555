// Without memory every call returns E_OUTOFMEMORY, changes nothing and throws nothing.
#include <doctest/doctest.h>

#include "test/allocation.h"
#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// Allows `call` 0, 1, 2 … allocations until it succeeds; returns the number of failures.
template <typename Call>
int ShortagesUntilSuccess(Call call) {
  for (std::size_t allowed = 0; allowed < 100; ++allowed) {
    HRESULT hr = S_OK;
    {
      const Shortage shortage(allowed);
      hr = call();
    }
    if (hr == S_OK) return static_cast<int>(allowed);
    CHECK(hr == E_OUTOFMEMORY);
  }
  return -1;
}

}  // namespace

TEST_CASE("opening without memory returns no object") {
  const Opened work(u"a name that is too long for the small string optimisation");
  ComPtr<IMAPIOfflineMgr> object;
  const std::u16string name = work.profile->name();
  CHECK(ShortagesUntilSuccess([&] { return OpenObject(name, object); }) > 0);
  CHECK(object);
  CHECK(work.profile->counters().references == 2);
}

TEST_CASE("advising without memory takes no reference and makes no registration") {
  const Opened work;
  const auto callback = MakeCom<Recorder>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(callback.Get()));
  ULONG token = 0;
  CHECK(ShortagesUntilSuccess([&] { return work.object->Advise(0, &info, &token); }) > 0);
  CHECK(work.profile->counters().advises == 1);
  CHECK(work.profile->counters().registrations == 1);
  CHECK(callback->references() == 2);
  CHECK(work.object->Unadvise(0, token) == S_OK);
}

TEST_CASE("a question without memory fails") {
  const Opened first;
  ULONG value = 0;
  for (const bool state : {false, true}) {
    ComPtr<IMAPIOfflineMgr> object;
    const auto profile = embedded::CreateProfile(u"Fresh", first.profile->group());
    // Opened on another thread, so that the profile does not know this one yet.
    std::thread([&object] { CHECK(OpenObject(u"Fresh", object) == S_OK); }).join();
    const auto ask = [&] {
      return state ? object->GetCurrentState(&value) : object->GetCapabilities(&value);
    };
    CHECK(ShortagesUntilSuccess(ask) > 0);
    embedded::RemoveProfile(profile);
  }
}

TEST_CASE("a change that cannot start without memory is not left under way") {
  const Opened work;
  CHECK(ShortagesUntilSuccess([&] { return work.Set(kOffline); }) > 0);
  work.Change(kOnline);
  CHECK(work.Set(kOffline, MAPIOFFLINE_FLAG_BLOCK) == S_OK);
  CHECK(ShortagesUntilSuccess([&] { return work.Set(kOnline, MAPIOFFLINE_FLAG_BLOCK); }) > 0);
  CHECK(work.State() == kOnline);
}

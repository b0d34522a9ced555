// All of the reader's work, repeated: in each run another allocation of any thread fails.
#include <doctest/doctest.h>

#include <cstddef>
#include <memory>
#include <new>

#include "backends/automation/opener.h"
#include "core/advise_token.h"
#include "test/allocation.h"
#include "test/backends/automation/fake_source.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

// Allocates nothing.
class Counter final
    : public ComObject<Counter, IMAPIOfflineNotify, IOfflineObjectGone, IAccountsChanged> {
 public:
  struct Heard {
    int changes = 0;
    int lists = 0;
    HRESULT gone = S_OK;
  };

  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {
    heard.Update([](Heard& all) { ++all.changes; });
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    heard.Update([](Heard& all) { ++all.lists; });
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    heard.Update([reason](Heard& all) { all.gone = reason; });
  }

  Watched<Heard> heard;
};

const std::u16string kLong = u"an account's name that is too long for a small string";

// As core's BackendThread calls an opener.
HRESULT Open(ReaderOpener& opener, const Target& target, ComPtr<IMAPIOfflineMgr>& object) {
  try {
    Explanation why;
    return opener.Open(target, object.Put(), why);
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

// Opens and advises a profile, changes it and its list, and checks that each step has failed by
// name or is done.
void WorkOnce(ReaderOpener& opener, FakeSource& source, const Target& target) {
  ComPtr<IMAPIOfflineMgr> object;
  const HRESULT opened = Open(opener, target, object);
  if (FAILED(opened)) {
    CHECK(opened == E_OUTOFMEMORY);
    return;
  }
  const auto counter = [] {
    const Exempt exempt;
    return MakeCom<Counter>();
  }();
  AdviseToken token;
  if (const HRESULT advised = token.Advise(object, counter.Get()); FAILED(advised)) {
    CHECK(advised == E_OUTOFMEMORY);
    return;
  }
  source.outlook->Update([](auto& one) {
    const Exempt exempt;
    one.look.mode = olOffline;
    one.look.accounts = {{kLong, AccountType::kExchange, olOffline}};
  });
  source.Kick();
  CHECK(counter->heard.Await([](const Counter::Heard& all) {
    return (all.changes == 2 && all.lists == 1) || all.gone == E_OUTOFMEMORY;
  }));
  CHECK(token.Unadvise() == S_OK);
}

}  // namespace

TEST_CASE("whichever allocation fails, a call or a registration is told, and the next one works") {
  std::size_t which = 0;
  for (bool has_failed = true; has_failed;) {
    ++which;
    const auto source = std::make_shared<FakeSource>();
    ReaderOpener opener(std::make_shared<Reader>(source));
    const Target target{u"Work", {}, 250};
    {
      const OneFailure failure(which);
      WorkOnce(opener, *source, target);
      has_failed = failure.has_happened();
    }
    ComPtr<IMAPIOfflineMgr> object;
    CHECK(Open(opener, target, object) == S_OK);
    CHECK(object);
  }
  CHECK(which > 20);
}

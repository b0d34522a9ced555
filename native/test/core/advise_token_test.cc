#include "core/advise_token.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Advised {
  Advised() { REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK); }

  FakeOutlook outlook;
  ComPtr<IMAPIOfflineMgr> object;
  const ComPtr<Recorder> callback = MakeCom<Recorder>();
};

}  // namespace

TEST_CASE("a token calls Unadvise once at its end, then releases the object") {
  Advised a;
  {
    AdviseToken token;
    CHECK(token.Advise(a.object, a.callback.Get()) == S_OK);
    CHECK(&token.object() == a.object.Get());
    a.object.Reset();
    a.outlook.during["Unadvise"] = [&a] { CHECK(a.outlook.objects == 1); };
  }
  CHECK(a.outlook.CountOf("Unadvise") == 1);
  CHECK(a.outlook.objects == 0);
}

TEST_CASE("a token of 0 is unadvised") {
  Advised a;
  a.outlook.next_token = 0;
  {
    AdviseToken token;
    CHECK(token.Advise(a.object, a.callback.Get()) == S_OK);
  }
  CHECK(a.outlook.calls.Get().back() == "Unadvise 0 0");
}

TEST_CASE("a token without a successful Advise does not call Unadvise") {
  Advised a;
  a.outlook.answers["Advise"] = E_FAIL;
  {
    AdviseToken token;
    CHECK(token.Advise(a.object, a.callback.Get()) == E_FAIL);
  }
  {
    const AdviseToken never;
  }
  CHECK(a.outlook.CountOf("Unadvise") == 0);
}

TEST_CASE("a moved token calls Unadvise once, at the end of its last holder") {
  Advised a;
  {
    AdviseToken token;
    CHECK(token.Advise(a.object, a.callback.Get()) == S_OK);
    {
      const AdviseToken holder(std::move(token));
      CHECK(a.outlook.CountOf("Unadvise") == 0);
    }
    CHECK(a.outlook.CountOf("Unadvise") == 1);
  }
  CHECK(a.outlook.CountOf("Unadvise") == 1);
}

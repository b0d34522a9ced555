#include "backends/backends.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "backends/embedded/outlook.h"

using namespace rx_outlook;

TEST_CASE("each backend is found by its name, and every name is unique") {
  std::set<std::string> names;
  for (const Backend* const backend : Backends()) {
    CHECK(FindBackend(backend->name) == backend);
    CHECK(names.insert(backend->name).second);
  }
  CHECK(names.count("embedded") == 1);
}

TEST_CASE("each way of auto is a backend of its own, and auto itself is none") {
  REQUIRE_FALSE(WaysOfAuto().empty());
  for (const Backend& way : WaysOfAuto()) {
    CHECK(FindBackend(way.name) != nullptr);
    CHECK(std::string(way.name) != "auto");
  }
  CHECK(std::string(WaysOfAuto().front().name) == "bridge");
}

TEST_CASE("a name that this build does not have finds no backend") {
  CHECK(FindBackend("") == nullptr);
  CHECK(FindBackend("Embedded") == nullptr);
  CHECK(FindBackend("embedded ") == nullptr);
}

TEST_CASE("the embedded backend opens the embedded Outlook's profiles") {
  const Backend* const backend = FindBackend("embedded");
  REQUIRE(backend != nullptr);
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(backend->enter(opener, why) == S_OK);
  IMAPIOfflineMgr* object = nullptr;
  CHECK(opener->Open({u"Nowhere"}, &object, why) == MAPI_E_NOT_FOUND);
  CHECK(object == nullptr);
  const auto profile = embedded::CreateProfile(u"Work", std::make_shared<embedded::Faults>());
  CHECK(opener->Open({u"Work"}, &object, why) == S_OK);
  REQUIRE(object != nullptr);
  object->Release();
  std::vector<std::u16string> names;
  CHECK(opener->Profiles(names, why) == S_OK);
  CHECK(names == std::vector<std::u16string>{u"Work"});
  embedded::RemoveProfile(profile);
}

#include "backends/auto/auto.h"
#include "backends/bridge/bridge.h"
#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

std::unique_ptr<Opener> Enter(const Backend& backend) {
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(backend.enter(opener, why) == S_OK);
  opener->SetSurroundings(Here());
  return opener;
}

}  // namespace

TEST_CASE("embedded objects are always available") {
  Explanation why;
  CHECK(Enter(embedded::kBackend)->Available(why) == S_OK);
}

TEST_CASE("the bridge is available while a server is, also a later one") {
  const Runtime runtime;
  const auto opener = Enter(bridge::kBackend);
  for (int i = 0; i < 3; ++i) {
    CAPTURE(i);
    Explanation why;
    CHECK(opener->Available(why) == ERR_OUTLOOK_NOT_RUNNING);
    CHECK(why.text.find("Classic Outlook runs on Windows only") != std::string::npos);
    auto server = Serve();
    CHECK(opener->Available(why) == S_OK);
    CHECK(opener->Available(why) == S_OK);  // over the same connection
    CHECK(server->counts().clients == 1);
    server.reset();
    server = Serve();
    CHECK(opener->Available(why) == S_OK);
  }
}

TEST_CASE("a server for development is not available to a client that needs an Outlook") {
  const Runtime runtime;
  const auto server = Serve();
  const auto opener = Enter(automatic::kBackend);
  Explanation why;
  CHECK(opener->Available(why) == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(why.text.find("for development") != std::string::npos);
  CHECK(AwaitNoClient(*server));
}

TEST_CASE("a server of another version is there, and not available") {
  const Runtime runtime;
  bridge::Bytes greeting;
  Encode(greeting, bridge::Welcome{1, 0, bridge::Host::kOutlook, "another"});
  const FakeServer server(greeting);
  Explanation why;
  CHECK(Enter(bridge::kBackend)->Available(why) == ERR_BRIDGE_PROTOCOL);
  CHECK_FALSE(why.text.empty());
}

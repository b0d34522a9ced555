// The bridge's server without memory, one allocation at a time: it keeps no hold on the backend.
#include <atomic>
#include <memory>
#include <new>

#include "backends/bridge/connection.h"
#include "test/allocation.h"
#include "test/bridge/fail_each.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

std::atomic<int> left{0};

// Outlives every test: the thread may end later than the test that started it.
class CountedOpener final : public Opener {
 public:
  ~CountedOpener() override { ++left; }
  HRESULT Open(const Target& /*target*/, IMAPIOfflineMgr** /*object*/,
               Explanation& /*why*/) override {
    return E_FAIL;
  }
  HRESULT Profiles(std::vector<std::u16string>& /*names*/, Explanation& /*why*/) override {
    return E_FAIL;
  }
  HRESULT Available(Explanation& /*why*/) override { return S_OK; }
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation& /*why*/) {
  const Exempt exempt;
  opener = std::make_unique<CountedOpener>();
  return S_OK;
}

const Backend kCounted{"counted", Enter};

}  // namespace

TEST_CASE("a server that has no memory for a client turns it away, and lets go of the backend") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    FakeOutlook outlook;
    auto server = Serve({}, outlook.backend);
    bool happened = false;
    {
      const OneFailure failure(which);
      const Exempt exempt;
      RawClient client;
      client.Send(
          MakeRequest(bridge::FrameType::kPing, 1, 0));  // before the hello: so the connection ends
      CHECK(client.AwaitEnd());
      happened = failure.has_happened();
    }
    CHECK(AwaitNoClient(*server));
    server.reset();
    CHECK(outlook.AwaitCall("leave"));
    return happened;
  });
  CHECK(failures > 5);
}

TEST_CASE("a server that has no memory to start lets go of the backend") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    bool happened = false;
    {
      const OneFailure failure(which);
      try {
        bridge::Reaching reaching;
        const auto server = bridge::Server::Start(Here(), kCounted,
                                                  {bridge::Host::kEmbedded, "test"}, {}, reaching);
        CHECK(server);
      } catch (const std::bad_alloc&) {
        CHECK(failure.has_happened());
      }
      happened = failure.has_happened();
    }
    // The backend ends with this client, if no other hold is left.
    const int before = left;
    Client client(kCounted);
    CHECK(client.Settle());
    client.Close(WithinLimit());
    CHECK(left > before);
    return happened;
  });
  CHECK(failures > 5);
}

TEST_CASE("a client that has no memory to connect leaves no connection behind") {
  const int failures = FailEach([](std::size_t which) {
    const Runtime runtime;
    const auto server = Serve();
    std::shared_ptr<bridge::Connection> connection;
    bool happened = false;
    {
      const OneFailure failure(which);
      Explanation why;
      try {
        const HRESULT hr = bridge::Connection::Open(Here(), connection, why);
        CHECK((connection == nullptr) == FAILED(hr));
      } catch (const std::bad_alloc&) {
        CHECK(failure.has_happened());
      }
      happened = failure.has_happened();
    }
    CHECK((connection || happened));
    if (connection) connection->End();
    CHECK(AwaitNoClient(*server));
    return happened;
  });
  CHECK(failures > 10);
}

// Openers that break the contract of the seam, in each kind of Open: every one causes a failure to
// open with its own HRESULT, and no object remains.
#include <array>
#include <optional>
#include <string>

#include "core/dispatcher.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;

namespace {

struct Misbehaviour {
  const char* what;
  const char* call;
  HRESULT answer;
  std::optional<bool> gives_object;
  HRESULT told;
};

constexpr std::array<Misbehaviour, 5> kMisbehaviours{{
    {"succeeds without an object", "Open", S_OK, false, E_UNEXPECTED},
    {"returns another success without an object", "Open", S_FALSE, false, E_UNEXPECTED},
    {"fails with an object", "Open", MAPI_E_NOT_FOUND, true, MAPI_E_NOT_FOUND},
    {"fails with an object, out of memory", "Open", E_OUTOFMEMORY, true, E_OUTOFMEMORY},
    {"cannot be entered", "enter", E_ACCESSDENIED, true, E_ACCESSDENIED},
}};

constexpr RegistrationKey kKey{3, 1};

void BySubscription(FakeOutlook& outlook, HRESULT told) {
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.inbox.AwaitCount(1));
  CHECK(client.Settle());
  REQUIRE(client.inbox.records.size() == 2);  // the failure, and Settle's answer
  const Record& failure = client.inbox.records.front();
  CHECK(failure.slot == kKey.slot);
  CHECK(failure.kind == RecordKind::kFailure);
  CHECK(failure.detail == static_cast<std::uint32_t>(Operation::kOpen));
  CHECK(failure.hresult == told);
  CHECK(outlook.objects == 0);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
}

void ByRequest(FakeOutlook& outlook, HRESULT told) {
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  client.session->GetCurrentState(2, 11);
  REQUIRE(client.inbox.AwaitAnswer(2));
  REQUIRE(client.inbox.records.size() == 2);
  CHECK(client.inbox.records[0].hresult == told);
  CHECK(client.inbox.records[1].hresult == E_INVALIDARG);  // object 11 does not exist
  CHECK(outlook.objects == 0);
}

void OverTheBridge(FakeOutlook& outlook, HRESULT told) {
  const Runtime runtime;
  // Waits for the dispatcher's end, which the server does not: the fake must outlive the
  // dispatcher.
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  auto server = Serve({}, outlook.backend);
  RawClient client;
  client.Greet();
  client.Send(MakeRequest(FrameType::kOpen, 2, 20));
  CHECK(client.AnswerTo(2) == told);
  client.Send(MakeRequest(FrameType::kGetCurrentState, 3, 20));
  CHECK(client.AnswerTo(3) == E_INVALIDARG);
  CHECK(outlook.objects == 0);
  server.reset();
  dispatcher->LetGo(WithinLimit());
}

void CheckEach(void (*open)(FakeOutlook& outlook, HRESULT told)) {
  for (const Misbehaviour& opener : kMisbehaviours) {
    CAPTURE(std::string(opener.what));
    FakeOutlook outlook;
    outlook.answers[opener.call] = opener.answer;
    outlook.gives_object = opener.gives_object;
    open(outlook, opener.told);
    CHECK(outlook.CountOf("Open") == (std::string("Open") == opener.call ? 1 : 0));
    CHECK(outlook.CountOf("Advise") == 0);
    CHECK(outlook.CountOf("Unadvise") == 0);
  }
}

}  // namespace

TEST_CASE("a misbehaving opener fails the subscription, with the name of the call") {
  CheckEach(BySubscription);
}

TEST_CASE("a misbehaving opener fails the request to open an object") { CheckEach(ByRequest); }

TEST_CASE("a misbehaving opener of a server fails a client's request over the bridge") {
  CheckEach(OverTheBridge);
}

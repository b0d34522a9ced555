#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;

namespace {

// Waits for the backend too: the server does not, so a call may be under way after its end.
void End(std::unique_ptr<bridge::Server> server, const FakeOutlook& outlook) {
  server.reset();
  CHECK(outlook.AwaitCall("leave"));
}

}  // namespace

TEST_CASE("a client is told what the object inside says to Unadvise, a success of its own too") {
  for (const HRESULT answer : {E_FAIL, E_OUTOFMEMORY, S_FALSE, HRESULT{0x00040203}}) {
    CAPTURE(answer);
    const Runtime runtime;
    FakeOutlook outlook;
    outlook.answers["Unadvise"] = answer;
    auto server = Serve({}, outlook.backend);
    RawClient client;
    Subscribe(client);
    client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
    CHECK(client.AnswerTo(4) == answer);
    CHECK(AwaitCounts(*server, [](auto counts) { return counts.registrations == 0; }));
    client.Send(MakeRequest(FrameType::kUnadvise, 5, 0, 30));
    CHECK(client.AnswerTo(5) == E_INVALIDARG);
    CHECK(outlook.CountOf("Unadvise") == 1);
    End(std::move(server), outlook);
  }
}

TEST_CASE(
    "a client is told when the object inside has released once too often, and is still served") {
  const Runtime runtime;
  FakeOutlook outlook;
  auto server = Serve({}, outlook.backend);
  RawClient client;
  Subscribe(client);
  IMAPIOfflineNotify* const callback = outlook.callbacks.Get().begin()->second.Get();
  callback->Release();  // the object's only reference, which it must release at Unadvise
  client.Send(MakeRequest(FrameType::kUnadvise, 4, 0, 30));
  CHECK(client.AnswerTo(4) == E_UNEXPECTED);
  client.Send(MakeRequest(FrameType::kAdvise, 5, 20, 31));
  CHECK(client.AnswerTo(5) == S_OK);
  client.Send(MakeRequest(FrameType::kUnadvise, 6, 0, 31));
  CHECK(client.AnswerTo(6) == S_OK);
  End(std::move(server), outlook);
  FreeAbandoned(callback);
}

TEST_CASE("a client that disconnects leaves nothing to an object that has released too often") {
  const Runtime runtime;
  FakeOutlook outlook;
  auto server = Serve({}, outlook.backend);
  IMAPIOfflineNotify* callback = nullptr;
  {
    RawClient client;
    Subscribe(client);
    callback = outlook.callbacks.Get().begin()->second.Get();
    callback->Release();
  }
  CHECK(outlook.AwaitCall("Unadvise"));
  End(std::move(server), outlook);
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE,
                                               MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_STATE_OFFLINE);
  callback->Notify(&notify);  // the callback must still exist
  FreeAbandoned(callback);
}

// A step of a subscription that fails: which one the record names, and what is undone.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "test/allocation.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{3, 1};

Record FailureOf(Client& client) {
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.inbox.AwaitCount(1));
  CHECK(client.Settle());
  REQUIRE(client.inbox.records.size() == 2);  // the failure, and Settle's answer
  return client.inbox.records.front();
}

void CheckFailure(const Record& record, Operation operation, HRESULT hr) {
  CHECK(record.slot == kKey.slot);
  CHECK(record.kind == RecordKind::kFailure);
  CHECK(record.detail == static_cast<std::uint32_t>(operation));
  CHECK(record.hresult == hr);
}

}  // namespace

TEST_CASE("each step that fails is named, and ends the subscription there") {
  struct Step {
    const char* call;
    Operation operation;
    int calls_until_then;
  };
  for (const Step& step :
       {Step{"Open", Operation::kOpen, 2}, Step{"GetCapabilities", Operation::kGetCapabilities, 3},
        Step{"Advise", Operation::kAdvise, 4}}) {
    FakeOutlook outlook;
    outlook.answers[step.call] = MAPI_E_NOT_FOUND;
    Client client(outlook.backend);
    CheckFailure(FailureOf(client), step.operation, MAPI_E_NOT_FOUND);
    CHECK(outlook.calls.Get().size() == static_cast<std::size_t>(step.calls_until_then));
    CHECK(outlook.objects == 0);
    client.Unsubscribe(kKey);
    CHECK(client.Settle());
    CHECK(outlook.CountOf("Unadvise") == 0);
  }
}

TEST_CASE("a state that cannot be read undoes the Advise, once") {
  FakeOutlook outlook;
  outlook.answers["GetCurrentState"] = E_FAIL;
  Client client(outlook.backend);
  CheckFailure(FailureOf(client), Operation::kGetCurrentState, E_FAIL);
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.objects == 0);
  client.Unsubscribe(kKey);
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise") == 1);
}

TEST_CASE("what the backend says about a failure to open is its registration's, and no other's") {
  FakeOutlook outlook;
  outlook.answers["Open"] = E_FAIL;
  outlook.explanation = {"LoadLibrary", "There is no such file."};
  Client client(outlook.backend);
  CheckFailure(FailureOf(client), Operation::kOpen, E_FAIL);
  const Explanation* const why = client.session->Find(kKey)->explanation();
  REQUIRE(why != nullptr);
  CHECK(why->text == "There is no such file.");
  CHECK(why->operation == "LoadLibrary");

  client.session->Open(1, 11, u"Work");
  CHECK(client.Settle());
  CHECK(client.session->TakeExplanation(1).text == "There is no such file.");
  CHECK(client.session->TakeExplanation(1).text.empty());

  // A later failure with the same HRESULT is not about that.
  client.Unsubscribe(kKey);
  outlook.answers = {{"Advise", E_FAIL}};
  outlook.explanation = {};
  client.Subscribe({kKey.slot, kKey.generation + 1}, u"Work");
  CHECK(client.Settle());
  CHECK(client.session->Find({kKey.slot, kKey.generation + 1})->explanation() == nullptr);
}

TEST_CASE("what a backend that cannot be entered says is said about every call") {
  FakeOutlook outlook;
  outlook.answers["enter"] = E_ACCESSDENIED;
  outlook.explanation = {"CoInitializeEx", "COM is not to be had."};
  Client client(outlook.backend);
  client.session->ListProfiles(1);
  CHECK(client.Settle());
  CHECK(client.session->TakeExplanation(1).text == "COM is not to be had.");
}

TEST_CASE("notifications that came before the failure never reach anybody") {
  FakeOutlook outlook;
  outlook.answers["GetCurrentState"] = E_FAIL;
  outlook.during["GetCurrentState"] = [&outlook] {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
    outlook.callbacks.Get().begin()->second->Notify(&notify);
  };
  Client client(outlook.backend);
  CheckFailure(FailureOf(client), Operation::kGetCurrentState, E_FAIL);
  const auto counts = client.inbox.queue->counts();
  CHECK(counts.received == 1);
  CHECK(counts.dropped == 1);
}

TEST_CASE("an object that goes while its state is read leaves its failure last") {
  FakeOutlook outlook;
  outlook.during["GetCurrentState"] = [&outlook] {
    ComPtr<IOfflineObjectGone> gone;
    const auto callback = outlook.callbacks.Get().begin()->second;
    callback->QueryInterface(IID_IOfflineObjectGone, reinterpret_cast<void**>(gone.Put()));
    gone->Gone(MAPI_E_OBJECT_DELETED);
  };
  Client client(outlook.backend);
  CheckFailure(FailureOf(client), Operation::kNotify, MAPI_E_OBJECT_DELETED);
}

TEST_CASE("a subscription for which there is no memory fails and undoes the Advise") {
  FakeOutlook outlook;
  outlook.during["GetCurrentState"] = BeginShortage;
  outlook.during["Unadvise"] = EndShortage;  // on the same thread, after the failure's record
  Client client(outlook.backend);
  client.Subscribe(kKey, u"Work");
  REQUIRE(client.inbox.AwaitCount(1));
  CheckFailure(client.inbox.records.front(), Operation::kGetCurrentState, E_OUTOFMEMORY);
  CHECK(client.Settle());
  CHECK(outlook.CountOf("Unadvise") == 1);
}

TEST_CASE("a reading for which there is no memory is said to be impossible") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  bool asked = true;
  {
    const Shortage shortage;
    asked = client.session->RequestReading(kKey);
  }
  CHECK_FALSE(asked);
}

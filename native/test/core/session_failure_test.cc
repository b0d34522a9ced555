// Failed steps of a subscription: the record names the step, and the steps before it are undone.
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
  REQUIRE(client.inbox.records.size() == 2);  // the failure and Settle's answer
  return client.inbox.records.front();
}

void CheckFailure(const Record& record, Operation operation, HRESULT hr) {
  CHECK(record.slot == kKey.slot);
  CHECK(record.kind == RecordKind::kFailure);
  CHECK(record.detail == static_cast<std::uint32_t>(operation));
  CHECK(record.hresult == hr);
}

}  // namespace

TEST_CASE("a failed step is named, and no further step is made") {
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

TEST_CASE("a failed GetCurrentState undoes the Advise, once") {
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

TEST_CASE("the backend's explanation of a failed Open belongs to that registration alone") {
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

  // The explanation does not belong to a later failure with the same HRESULT.
  client.Unsubscribe(kKey);
  outlook.answers = {{"Advise", E_FAIL}};
  outlook.explanation = {};
  client.Subscribe({kKey.slot, kKey.generation + 1}, u"Work");
  CHECK(client.Settle());
  CHECK(client.session->Find({kKey.slot, kKey.generation + 1})->explanation() == nullptr);
}

TEST_CASE("every call has the explanation of a backend that cannot be entered") {
  FakeOutlook outlook;
  outlook.answers["enter"] = E_ACCESSDENIED;
  outlook.explanation = {"CoInitializeEx", "COM cannot be initialised."};
  Client client(outlook.backend);
  client.session->ListProfiles(1);
  CHECK(client.Settle());
  CHECK(client.session->TakeExplanation(1).text == "COM cannot be initialised.");
}

TEST_CASE("notifications before the failure are dropped") {
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

TEST_CASE("the failure of an object that goes away during GetCurrentState is the last record") {
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

TEST_CASE("a subscription without memory fails and undoes its Advise") {
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

TEST_CASE("RequestReading returns false without memory") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  bool asked = true;
  {
    const Shortage shortage;
    asked = client.session->RequestReading(kKey);
  }
  CHECK_FALSE(asked);
}

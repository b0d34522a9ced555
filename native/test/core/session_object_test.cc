#include <doctest/doctest.h>

#include <string>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

Record AnswerTo(Client& client, std::uint32_t request) {
  REQUIRE(client.inbox.AwaitAnswer(request));
  for (const Record& record : client.inbox.records) {
    if (record.kind == RecordKind::kAnswer && record.slot == request) return record;
  }
  return {};
}

}  // namespace

TEST_CASE("opening, asking, setting and closing an object are each answered") {
  FakeOutlook outlook;
  outlook.capabilities = MAPIOFFLINE_CAPABILITY_ONLINE;
  outlook.state = 0x40 | MAPIOFFLINE_STATE_OFFLINE;
  Client client(outlook.backend);
  Session& session = *client.session;
  session.Open(1, 11, u"Work");
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  session.GetCapabilities(2, 11);
  CHECK(AnswerTo(client, 2).detail == MAPIOFFLINE_CAPABILITY_ONLINE);
  session.GetCurrentState(3, 11);
  CHECK(AnswerTo(client, 3).detail == (0x40 | MAPIOFFLINE_STATE_OFFLINE));
  session.SetCurrentState(4, 400, 11, MAPIOFFLINE_STATE_ONLINE);
  CHECK(AnswerTo(client, 4).hresult == S_OK);
  CHECK(outlook.objects == 1);
  session.CloseObject(5, 11);
  CHECK(AnswerTo(client, 5).hresult == S_OK);
  CHECK(outlook.objects == 0);
}

TEST_CASE("Available has the backend's answer, and its explanation of a failure") {
  FakeOutlook outlook;
  outlook.explanation = {"", "There is none."};
  Client client(outlook.backend);
  Session& session = *client.session;
  session.Available(1);
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  CHECK(session.TakeExplanation(1).text.empty());
  outlook.answers["Available"] = S_FALSE;
  session.Available(2);
  CHECK(AnswerTo(client, 2).hresult == S_FALSE);
  outlook.answers["Available"] = ERR_OUTLOOK_NOT_RUNNING;
  session.Available(3);
  CHECK(AnswerTo(client, 3).hresult == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(session.TakeExplanation(3).text == "There is none.");
  CHECK(outlook.CountOf("Open") == 0);
}

TEST_CASE("each request for the profiles has a list, which is taken once") {
  FakeOutlook outlook;
  outlook.profiles = {u"Work", u"Home"};
  Client client(outlook.backend);
  Session& session = *client.session;
  session.ListProfiles(1);
  session.ListProfiles(2);
  CHECK(AnswerTo(client, 1).hresult == S_OK);
  CHECK(AnswerTo(client, 2).hresult == S_OK);
  CHECK(*session.TakeProfiles(1) == outlook.profiles);
  CHECK(session.TakeProfiles(1)->empty());
  CHECK(*session.TakeProfiles(2) == outlook.profiles);

  outlook.answers["Profiles"] = E_FAIL;
  session.ListProfiles(3);
  CHECK(AnswerTo(client, 3).hresult == E_FAIL);
  CHECK(session.TakeProfiles(3)->empty());
}

TEST_CASE("lists of the same names are one list while somebody holds it") {
  FakeOutlook outlook;
  outlook.profiles = {u"Work", u"Home"};
  Client client(outlook.backend);
  Session& session = *client.session;
  session.ListProfiles(1);
  session.ListProfiles(2);
  CHECK(AnswerTo(client, 2).hresult == S_OK);
  const auto first = session.TakeProfiles(1);
  CHECK(session.TakeProfiles(2) == first);
  outlook.profiles = {u"Work"};
  session.ListProfiles(3);
  CHECK(AnswerTo(client, 3).hresult == S_OK);
  CHECK(*session.TakeProfiles(3) == outlook.profiles);
  CHECK(first->size() == 2);
}

TEST_CASE("a state is set with the default flag and the mask of the offline state") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  client.session->SetCurrentState(2, 200, 11, MAPIOFFLINE_STATE_OFFLINE);
  CHECK(client.Settle());
  CHECK(outlook.calls.Get().back() == "SetCurrentState 0 3 1");
}

TEST_CASE("an answer has the HRESULT of the object's call") {
  FakeOutlook outlook;
  outlook.answers = {{"GetCapabilities", E_FAIL},
                     {"GetCurrentState", MAPI_E_OBJECT_DELETED},
                     {"SetCurrentState", E_PENDING}};
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  client.session->GetCapabilities(2, 11);
  client.session->GetCurrentState(3, 11);
  client.session->SetCurrentState(4, 400, 11, MAPIOFFLINE_STATE_OFFLINE);
  CHECK(AnswerTo(client, 2).hresult == E_FAIL);
  CHECK(AnswerTo(client, 3).hresult == MAPI_E_OBJECT_DELETED);
  CHECK(AnswerTo(client, 4).hresult == E_PENDING);
}

TEST_CASE("a failed Open is answered, and its object's number stays unknown") {
  FakeOutlook outlook;
  outlook.answers["Open"] = MAPI_E_NOT_FOUND;
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  CHECK(AnswerTo(client, 1).hresult == MAPI_E_NOT_FOUND);
  client.session->GetCurrentState(2, 11);
  CHECK(AnswerTo(client, 2).hresult == E_INVALIDARG);
}

TEST_CASE("an unknown number is an invalid argument, except for CloseObject, which is idempotent") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->GetCapabilities(1, 99);
  client.session->GetCurrentState(2, 99);
  client.session->SetCurrentState(3, 300, 99, MAPIOFFLINE_STATE_ONLINE);
  client.session->CloseObject(4, 99);
  CHECK(AnswerTo(client, 1).hresult == E_INVALIDARG);
  CHECK(AnswerTo(client, 2).hresult == E_INVALIDARG);
  CHECK(AnswerTo(client, 3).hresult == E_INVALIDARG);
  CHECK(AnswerTo(client, 4).hresult == S_OK);
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter"});
}

TEST_CASE("two objects of one session are distinguished by their numbers") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  client.session->Open(2, 12, u"Home");
  client.session->CloseObject(3, 11);
  client.session->GetCurrentState(4, 11);
  client.session->GetCurrentState(5, 12);
  CHECK(AnswerTo(client, 4).hresult == E_INVALIDARG);
  CHECK(AnswerTo(client, 5).hresult == S_OK);
  CHECK(outlook.objects == 1);
}

TEST_CASE("Settle is answered after every earlier request") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  client.session->Open(1, 11, u"Work");
  client.Subscribe({1, 1}, u"Work");
  client.session->Settle(2);
  REQUIRE(client.inbox.AwaitAnswer(2));
  REQUIRE(client.inbox.records.size() == 3);
  CHECK(client.inbox.records[0].slot == 1);
  CHECK(client.inbox.records[1].kind == RecordKind::kState);
  CHECK(client.inbox.records[2].slot == 2);
}

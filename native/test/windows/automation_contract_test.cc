// Checks the contract as far as it needs no setting: cold, order, silence, errors, no pretence.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "automation_fixture.h"
#include "automation_subjects.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kKey{3, 1};

std::size_t CountOf(const std::vector<Record>& records, RecordKind kind) {
  return static_cast<std::size_t>(std::count_if(
      records.begin(), records.end(), [kind](const Record& one) { return one.kind == kind; }));
}

const Record* LastOf(const std::vector<Record>& records, RecordKind kind) {
  const auto found = std::find_if(records.rbegin(), records.rend(),
                                  [kind](const Record& one) { return one.kind == kind; });
  return found == records.rend() ? nullptr : &*found;
}

HRESULT AnswerTo(Client& client, std::uint32_t request) {
  if (!client.inbox.AwaitAnswer(request)) return E_UNEXPECTED;
  for (const Record& record : client.inbox.records) {
    if (record.kind == RecordKind::kAnswer && record.slot == request) return record.hresult;
  }
  return E_UNEXPECTED;
}

}  // namespace

void rx_outlook::test::CheckContract(StandIn& outlook) {
  const long before = outlook.Count().looks;
  Client client(automation::kBackend);
  Check(client.Settle() && outlook.Count().looks == before,
        "nothing is read before a subscription");
  client.Subscribe(kKey, u"Work");
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kState) > 0; }),
        "a subscription has its snapshot");
  Check(client.inbox.records.back().current == kOnline, "it is online");
  outlook.Call({"mode", "400"});
  Check(client.inbox.Await(
            [](const auto& all) { return CountOf(all, RecordKind::kNotification) >= 2; }),
        "a change follows it");
  Check(LastOf(client.inbox.records, RecordKind::kNotification)->current == kOffline, "to offline");
  client.session->Open(1, 7, u"Work");
  CheckResult(AnswerTo(client, 1), S_OK, "opening an object");
  client.session->GetCapabilities(2, 7);
  CheckResult(AnswerTo(client, 2), S_OK, "asking its capabilities");
  Check(LastOf(client.inbox.records, RecordKind::kAnswer)->detail == 0, "which are none");
  client.session->GetCurrentState(3, 7);
  CheckResult(AnswerTo(client, 3), S_OK, "asking its state");
  Check(LastOf(client.inbox.records, RecordKind::kAnswer)->detail == 1, "which is offline");
  client.session->SetCurrentState(4, 0, 7, MAPIOFFLINE_STATE_ONLINE);
  CheckResult(AnswerTo(client, 4), E_NOTIMPL, "setting its state");
  client.session->CloseObject(5, 7);
  CheckResult(AnswerTo(client, 5), S_OK, "closing it");
  client.session->Open(6, 8, u"Nowhere");
  CheckResult(AnswerTo(client, 6), MAPI_E_NOT_FOUND, "opening an unknown profile");
  client.Unsubscribe(kKey);
  Check(client.Settle(), "the subscription ends");
  client.inbox.Drain();
  outlook.Call({"mode", "800"});
  client.session->Available(9);
  CheckResult(AnswerTo(client, 9), S_OK, "the availability");
  Check(CountOf(client.inbox.records, RecordKind::kNotification) == 2,
        "nothing is told after the end");
  Check(client.inbox.queue->counts().dropped == 0, "nothing was dropped");

  client.Subscribe({4, 1}, u"Work");
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kState) >= 2; }),
        "another subscription has a snapshot");
  outlook.Call({"fail", "Application.Session", "1", "0xa0040210"});
  outlook.Call({"mode", "300"});
  Check(client.inbox.Await([](const auto& all) { return CountOf(all, RecordKind::kFailure) > 0; }),
        "a failure ends it");
  CheckResult(LastOf(client.inbox.records, RecordKind::kFailure)->hresult,
              ERR_OUTLOOK_NOT_REACHABLE, "the failure");
  client.Unsubscribe({4, 1});
  Check(client.Settle(), "and it is unadvised");
  outlook.Call({"mode", "800"});
}

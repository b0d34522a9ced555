// Checks our client's code, a session with its registrations, on an offline object that shares no
// code with it: witness_object.dll, written in C from the documentation. The argument is that DLL.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tally.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

// ── the checks ──

std::string Hex(std::uint32_t value) {
  char text[11];
  std::snprintf(text, sizeof(text), "0x%X", static_cast<unsigned>(value));
  return text;
}

bool CheckValue(std::uint32_t value, std::uint32_t expected, const std::string& what) {
  return Check(value == expected, what + " is " + Hex(expected) + " (it was " + Hex(value) + ")");
}

// ── the DLL ──

HrOpenOfflineObjFunction open_object = nullptr;
HRESULT(WINAPI* initialize)(void*) = nullptr;
void(WINAPI* uninitialize)() = nullptr;
void(WINAPI* notify)(ULONG type, ULONG mask, ULONG previous, ULONG current) = nullptr;
const char*(WINAPI* calls)() = nullptr;
ULONG(WINAPI* recorded)(const char* name) = nullptr;

template <typename Function>
void Lookup(HMODULE dll, const char* name, Function& function) {
  function = reinterpret_cast<Function>(reinterpret_cast<void (*)()>(GetProcAddress(dll, name)));
  Check(function != nullptr, std::string(name) + " is exported");
}

bool Load(const wchar_t* argument) {
  wchar_t path[4 * MAX_PATH];
  const DWORD length = GetFullPathNameW(argument, 4 * MAX_PATH, path, nullptr);
  if (length == 0 || length >= 4 * MAX_PATH) return Check(false, "the DLL has a path");
  const HMODULE dll = LoadLibraryExW(path, nullptr, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (!Check(dll != nullptr, "the DLL loads by its full path")) return false;
  HrOpenOfflineObjFunction decorated = nullptr;
  Lookup(dll, "HrOpenOfflineObj", open_object);
  Lookup(dll, "HrOpenOfflineObj@20", decorated);
  Lookup(dll, "MAPIInitialize", initialize);
  Lookup(dll, "MAPIUninitialize", uninitialize);
  Lookup(dll, "WitnessNotify", notify);
  Lookup(dll, "WitnessCalls", calls);
  Lookup(dll, "WitnessRecorded", recorded);
  return tally.failed == 0;
}

class Witness final : public Opener {
 public:
  ~Witness() override { uninitialize(); }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation&) override {
    return open_object(0, reinterpret_cast<LPCWSTR>(target.profile.c_str()), &GUID_GlobalState,
                       nullptr, object);
  }
  HRESULT Profiles(std::vector<std::u16string>&, Explanation&) override { return E_NOTIMPL; }
};

const Backend kWitness = {"witness", [](std::unique_ptr<Opener>& opener, Explanation&) {
                            const HRESULT hr = initialize(nullptr);
                            if (SUCCEEDED(hr)) opener = std::make_unique<Witness>();
                            return hr;
                          }};

// ── the checks ──

constexpr RegistrationKey kKey{3, 1};

void CheckRecorded(const std::string& name, std::uint32_t expected) {
  CheckValue(recorded(name.c_str()), expected, name);
}

void CheckCalls(const std::string& expected) {
  Check(calls() == expected, "the calls were: " + expected + " (they were: " + calls() + ")");
}

std::vector<Record> OfKind(const Client& client, RecordKind kind) {
  std::vector<Record> found;
  for (const Record& record : client.inbox.records) {
    if (record.kind == kind) found.push_back(record);
  }
  return found;
}

bool CheckSubscribing(Client& client) {
  client.Subscribe(kKey, u"Work");
  const bool settled = client.Settle();
  Check(settled, "subscribing is done");
  CheckCalls("HrOpenOfflineObj GetCapabilities Advise GetCurrentState");
  CheckRecorded("HrOpenOfflineObj ulReserved", 0);
  CheckRecorded("HrOpenOfflineObj pGUID is GUID_GlobalState", 1);
  CheckRecorded("HrOpenOfflineObj pReserved", 0);
  CheckRecorded("MAPI balance", 1);
  CheckRecorded("objects alive", 1);
  CheckRecorded("Advise calls", 1);
  CheckRecorded("Advise ulFlags", 0);
  CheckRecorded("ulSize", sizeof(void*) == 8 ? 32 : 24);
  CheckRecorded("ulClientToken", 0);
  CheckRecorded("CallbackType", 0);
  CheckRecorded("pCallback", 1);
  CheckRecorded("ulAdviseTypes", 1);
  CheckRecorded("ulStateMask", 0x003F037F);
  CheckRecorded("callback held", 1);
  for (const Record& failure : OfKind(client, RecordKind::kFailure)) {
    return Check(false, "subscribing succeeds (" + std::string(kOperationNames[failure.detail]) +
                            " gave " + Hex(static_cast<std::uint32_t>(failure.hresult)) + ")");
  }
  const std::vector<Record> states = OfKind(client, RecordKind::kState);
  if (!Check(states.size() == 1, "there is one snapshot")) return false;
  CheckValue(states.front().current, 2, "the snapshot's state");
  return settled;
}

bool IsAnswer(const Record& record) { return record.kind == RecordKind::kAnswer; }

void CheckNotification(const Record& record, std::uint8_t phase, std::uint8_t previous,
                       std::uint8_t current) {
  const std::string what = "notification " + std::to_string(phase) + "'s ";
  CheckValue(record.slot, kKey.slot, what + "registration");
  CheckValue(record.phase, phase, what + "phase");
  CheckValue(record.previous, previous, what + "previous state");
  CheckValue(record.current, current, what + "current state");
}

void CheckNotifications(Client& client) {
  for (const ULONG type : {1, 2, 3}) {
    notify(type, 3, 2, 1);
    Check(client.Settle(), "notification " + std::to_string(type) + " is done");
  }
  const std::vector<Record> told = OfKind(client, RecordKind::kNotification);
  if (CheckValue(static_cast<std::uint32_t>(told.size()), 3, "the number of notifications")) {
    CheckNotification(told[0], 1, 2, 1);
    CheckNotification(told[1], 2, 2, 1);
    CheckNotification(told[2], 3, 2, 1);
  }
  // Between them there may be a state that was read again.
  std::vector<Record> values = client.inbox.records;
  values.erase(std::remove_if(values.begin(), values.end(), IsAnswer), values.end());
  CheckValue(values.back().current, 1, "the last reported state");

  notify(4, 3, 1, 2);
  notify(2, 0x003F037F, 1, 2);
  Check(client.Settle(), "unsupported notifications are done");
  CheckValue(static_cast<std::uint32_t>(client.inbox.queue->counts().dropped), 2,
             "the number of ignored notifications");
  CheckValue(static_cast<std::uint32_t>(OfKind(client, RecordKind::kNotification).size()), 3,
             "the number of notifications after the ignored ones");
}

// Checks an answer's HRESULT and value; `request` is the number of the preceding call.
void CheckAnswer(Client& client, std::uint32_t request, std::uint32_t value,
                 const std::string& what) {
  if (!Check(client.inbox.AwaitAnswer(request), what + " is answered")) return;
  for (const Record& answer : OfKind(client, RecordKind::kAnswer)) {
    if (answer.slot != request) continue;
    CheckValue(static_cast<std::uint32_t>(answer.hresult), 0, what + "'s result");
    CheckValue(answer.detail, value, what + "'s value");
  }
}

void CheckObject(Client& client) {
  client.session->Open(1, 7, u"Work");
  CheckAnswer(client, 1, 0, "opening an object");
  CheckRecorded("objects alive", 2);
  client.session->GetCapabilities(2, 7);
  CheckAnswer(client, 2, 3, "GetCapabilities");
  client.session->GetCurrentState(3, 7);
  CheckAnswer(client, 3, 1, "GetCurrentState");
  client.session->SetCurrentState(4, 5, 7, MAPIOFFLINE_STATE_ONLINE);
  CheckAnswer(client, 4, 0, "SetCurrentState");
  CheckRecorded("SetCurrentState ulFlags", 0);
  CheckRecorded("SetCurrentState ulMask", 3);
  CheckRecorded("SetCurrentState ulState", 2);
  CheckRecorded("SetCurrentState pReserved", 0);
  client.session->CloseObject(6, 7);
  CheckAnswer(client, 6, 0, "closing the object");
  CheckRecorded("objects alive", 1);
}

void CheckUnknownProfile(Client& client) {
  client.session->Open(8, 9, u"Nobody");
  Check(client.inbox.AwaitAnswer(8), "opening an unknown profile is answered");
  for (const Record& answer : OfKind(client, RecordKind::kAnswer)) {
    if (answer.slot == 8) {
      CheckValue(static_cast<std::uint32_t>(answer.hresult), 0x8004010F, "its result");
    }
  }
}

void CheckUnsubscribing(Client& client) {
  const long holders = client.inbox.queue.use_count();
  client.Unsubscribe(kKey);
  client.Unsubscribe(kKey);
  Check(client.Settle(), "unsubscribing is done");
  CheckRecorded("Unadvise calls", 1);
  CheckRecorded("Unadvise ulFlags", 0);
  CheckRecorded("Unadvise ulAdviseToken", 0x5EED);
  CheckRecorded("callback held", 0);
  CheckRecorded("objects alive", 0);
  Check(client.inbox.queue.use_count() == holders - 1, "no reference to the callback is left");
}

void Run() {
  Client client(kWitness);
  if (!CheckSubscribing(client)) return;
  CheckNotifications(client);
  CheckObject(client);
  CheckUnknownProfile(client);
  CheckUnsubscribing(client);
}

}  // namespace

extern "C" int wmain(int argc, wchar_t** argv) {
  if (argc != 2) {
    std::printf("usage: object_test <the witness's DLL>\n");
    return 2;
  }
  if (Load(argv[1])) {
    Run();
    CheckRecorded("Advise calls", 1);
    CheckRecorded("Unadvise calls", 1);
    CheckRecorded("objects alive", 0);
    CheckRecorded("placeholder calls", 0);
    CheckRecorded("MAPI balance", 0);
  }
  return Finish();
}

// Compares C's and C++'s view of the interfaces, slot by slot.
#include "abi/layout.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/registration.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

using Calls = std::vector<std::string>;

// Returns the table of an interface, as C sees it: the interface starts with a pointer to the
// table.
template <typename Table, typename Interface>
const Table& TableOf(Interface* object) {
  // The analyzer does not know that an object starts with the address of its table.
  // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn)
  return **reinterpret_cast<const Table* const*>(object);
}

ComPtr<IMAPIOfflineMgr> OpenFake(FakeOutlook& outlook) {
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
  return object;
}

}  // namespace

TEST_CASE("slots 0 to 2 of an offline object are IUnknown's") {
  FakeOutlook outlook;
  const auto object = OpenFake(outlook);
  const auto& table = TableOf<abi::IUnknownVtbl>(object.Get());
  CHECK(table.AddRef(object.Get()) == 2);
  CHECK(table.Release(object.Get()) == 1);
  void* same = nullptr;
  CHECK(table.QueryInterface(object.Get(), &IID_IMAPIOfflineMgr, &same) == S_OK);
  CHECK(same == object.Get());
  CHECK(table.Release(same) == 1);
}

TEST_CASE("slots 3 to 6 of an offline object are IMAPIOffline's") {
  FakeOutlook outlook;
  outlook.capabilities = 0x2;
  outlook.state = 0x1;
  const auto object = OpenFake(outlook);
  const auto& table = TableOf<abi::IMAPIOfflineVtbl>(object.Get());
  ULONG capabilities = 0;
  ULONG state = 0;
  int reserved = 0;
  CHECK(table.SetCurrentState(object.Get(), 0x2000, 3, 1, nullptr) == S_OK);
  CHECK(table.SetCurrentState(object.Get(), 7, 8, 9, &reserved) == S_OK);
  CHECK(table.GetCapabilities(object.Get(), &capabilities) == S_OK);
  CHECK(table.GetCurrentState(object.Get(), &state) == S_OK);
  CHECK(table.Placeholder1(object.Get()) == S_OK);
  CHECK(capabilities == 0x2);
  CHECK(state == 0x1);
  CHECK(outlook.calls.Get() == Calls{"Open 4", "SetCurrentState 8192 3 1",
                                     "SetCurrentState 7 8 9 reserved", "GetCapabilities",
                                     "GetCurrentState", "slot 6"});
}

TEST_CASE("slots 7 to 15 of an offline object are IMAPIOfflineMgr's") {
  FakeOutlook outlook;
  outlook.next_token = 5;
  const auto object = OpenFake(outlook);
  const auto callback = MakeCom<Recorder>();
  const auto& table = TableOf<abi::IMAPIOfflineMgrVtbl>(object.Get());
  MAPIOFFLINE_ADVISEINFO info{};
  info.pCallback = static_cast<IMAPIOfflineNotify*>(callback.Get());
  ULONG token = 0;
  CHECK(table.Advise(object.Get(), 4, &info, &token) == S_OK);
  CHECK(token == 5);
  CHECK(table.Unadvise(object.Get(), 6, token) == S_OK);
  for (const auto placeholder : table.Placeholders) CHECK(placeholder(object.Get()) == S_OK);
  CHECK(outlook.calls.Get() == Calls{"Open 4", "Advise 4", "Unadvise 6 5", "slot 9", "slot 10",
                                     "slot 11", "slot 12", "slot 13", "slot 14", "slot 15"});
}

TEST_CASE("slots 0 to 3 of our callback are IMAPIOfflineNotify's") {
  Inbox inbox;
  const auto registration =
      MakeCom<Registration>(inbox.queue, RegistrationKey{8, 1}, std::weak_ptr<StateReader>());
  IMAPIOfflineNotify* const callback = registration.Get();
  const auto& table = TableOf<abi::IMAPIOfflineNotifyVtbl>(callback);
  CHECK(table.AddRef(callback) == 2);
  CHECK(table.Release(callback) == 1);
  void* same = nullptr;
  CHECK(table.QueryInterface(callback, &IID_IMAPIOfflineNotify, &same) == S_OK);
  CHECK(same == callback);
  table.Release(same);
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(2, kOnline, kOffline);
  registration->Begin(kOnline);
  table.Notify(callback, &notify);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kNotification);
  CHECK(records[1].current == kOffline);
}

TEST_CASE(
    "the second interface of our callback has its own slots, and they reach the same object") {
  Inbox inbox;
  const auto registration =
      MakeCom<Registration>(inbox.queue, RegistrationKey{8, 1}, std::weak_ptr<StateReader>());
  void* gone = nullptr;
  REQUIRE(registration->QueryInterface(IID_IOfflineObjectGone, &gone) == S_OK);
  struct GoneVtbl : abi::IUnknownVtbl {
    void(STDMETHODCALLTYPE* Gone)(void* self, HRESULT reason);
  };
  const auto& table = TableOf<GoneVtbl>(static_cast<IOfflineObjectGone*>(gone));
  CHECK(table.AddRef(gone) == 3);
  table.Gone(gone, MAPI_E_OBJECT_DELETED);
  CHECK(table.Release(gone) == 2);
  CHECK(table.Release(gone) == 1);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == 1);
  CHECK(records[0].hresult == MAPI_E_OBJECT_DELETED);
}

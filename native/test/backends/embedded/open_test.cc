#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "backends/embedded/outlook.h"
#include "test/backends/embedded/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::CreateProfile;
using embedded::Faults;
using embedded::HrOpenOfflineObj;
using embedded::RemoveProfile;

TEST_CASE("HrOpenOfflineObj returns the offline object of a profile, with one reference") {
  const Opened work;
  CHECK(work.profile->counters().references == 1);
  ComPtr<IMAPIOfflineMgr> again;
  CHECK(OpenObject(u"Work", again) == S_OK);
  CHECK(work.profile->counters().references == 2);
  again.Reset();
  CHECK(work.profile->counters().references == 1);
}

TEST_CASE("HrOpenOfflineObj refuses every undocumented parameter") {
  const Opened work;
  const auto open = [&work](ULONG reserved, LPCWSTR name, const GUID* guid, const GUID* more) {
    IMAPIOfflineMgr* object = work.object.Get();
    const HRESULT hr = HrOpenOfflineObj(reserved, name, guid, more, &object);
    CHECK(object == nullptr);
    return hr;
  };
  const GUID* const global = &GUID_GlobalState;
  const LPCWSTR name = Wide(work.profile->name());
  CHECK(open(1, name, global, nullptr) == E_INVALIDARG);
  CHECK(open(0, nullptr, global, nullptr) == E_INVALIDARG);
  CHECK(open(0, name, nullptr, nullptr) == E_INVALIDARG);
  CHECK(open(0, name, &IID_IMAPIOffline, nullptr) == E_INVALIDARG);
  CHECK(open(0, name, global, global) == E_INVALIDARG);
  CHECK(HrOpenOfflineObj(0, name, global, nullptr, nullptr) == E_INVALIDARG);
}

TEST_CASE("opening returns MAPI_E_NOT_FOUND for every name that is not exactly a profile's") {
  const Opened work;
  ComPtr<IMAPIOfflineMgr> object;
  for (const auto* const name : {u"", u"work", u"Work ", u"Wor", u"W\u00f6rk"}) {
    CHECK(OpenObject(name, object) == MAPI_E_NOT_FOUND);
    CHECK_FALSE(object);
  }
}

TEST_CASE("a name can have characters of any plane of Unicode") {
  const Opened mail(u"\u90f5\u4ef6 \U0001f4e7");
  CHECK(mail.State() == MAPIOFFLINE_STATE_ONLINE);
}

TEST_CASE("a name makes no second profile, and is free after the removal of the first") {
  const auto first = CreateProfile(u"Work", std::make_shared<Faults>());
  REQUIRE(first != nullptr);
  CHECK(CreateProfile(u"Work", std::make_shared<Faults>()) == nullptr);
  RemoveProfile(first);
  const auto second = CreateProfile(u"Work", std::make_shared<Faults>());
  REQUIRE(second != nullptr);
  RemoveProfile(first);  // again: the name belongs to another profile now
  CHECK(CreateProfile(u"Work", std::make_shared<Faults>()) == nullptr);
  RemoveProfile(second);
}

namespace {

std::vector<std::u16string> NamesSeenBy(Realm realm) {
  std::unique_ptr<Opener> opener;
  Explanation why;
  REQUIRE(embedded::kBackend.enter(opener, why) == S_OK);
  Surroundings from;
  from.realm = realm;
  opener->SetSurroundings(from);
  std::vector<std::u16string> names;
  CHECK(opener->Profiles(names, why) == S_OK);
  return names;
}

}  // namespace

TEST_CASE("a realm sees its own profiles before the process's, and no other realm's") {
  constexpr Realm kOne = 1;
  constexpr Realm kOther = 2;
  const Opened work;
  const Opened home(u"Home");
  const auto own = CreateProfile(u"Work", std::make_shared<Faults>(), kOne);
  const auto others = CreateProfile(u"Alone", std::make_shared<Faults>(), kOther);
  REQUIRE(own != nullptr);
  CHECK(CreateProfile(u"Work", std::make_shared<Faults>(), kOne) == nullptr);
  CHECK(embedded::FindProfile(u"Work", kOne) == own);
  CHECK(embedded::FindProfile(u"Work", kOther) == work.profile);
  CHECK(embedded::FindProfile(u"Work") == work.profile);
  CHECK(embedded::FindProfile(u"Alone", kOne) == nullptr);
  CHECK(NamesSeenBy(kOne) == std::vector<std::u16string>{u"Home", u"Work"});
  CHECK(NamesSeenBy(kOther) == std::vector<std::u16string>{u"Alone", u"Home", u"Work"});
  CHECK(NamesSeenBy(kNoRealm) == std::vector<std::u16string>{u"Home", u"Work"});
  RemoveProfile(own);
  CHECK(embedded::FindProfile(u"Work", kOne) == work.profile);
  RemoveProfile(others);
}

TEST_CASE("the end of a realm removes its profiles, and releases the calls held in them") {
  constexpr Realm kOne = 1;
  const Opened work;
  const auto group = std::make_shared<Faults>();
  const auto own = CreateProfile(u"Work", group, kOne);
  REQUIRE(own != nullptr);
  REQUIRE(CreateProfile(u"Home", group, kOne) != nullptr);
  std::promise<void> entered;
  group->HoldNext(embedded::Call::kOpen, [&entered] { entered.set_value(); });
  auto held = std::async(std::launch::async, [&own] { return own->Meet(embedded::Call::kOpen); });
  entered.get_future().wait();
  embedded::RemoveProfilesOf(kOne);
  CHECK(held.get() == MAPI_E_OBJECT_DELETED);
  CHECK(own->removed());
  CHECK(embedded::FindProfile(u"Home", kOne) == nullptr);
  CHECK_FALSE(work.profile->removed());
  embedded::RemoveProfilesOf(kOne);
}

TEST_CASE("QueryInterface of an offline object returns the documented interfaces and no other") {
  const Opened work;
  for (const IID& id : {IID_IUnknown, IID_IMAPIOffline, IID_IMAPIOfflineMgr}) {
    ComPtr<IMAPIOfflineMgr> same;
    CHECK(work.object->QueryInterface(id, reinterpret_cast<void**>(same.Put())) == S_OK);
    CHECK(same.Get() == work.object.Get());
    CHECK(work.profile->counters().references == 2);
  }
  void* none = work.object.Get();
  CHECK(work.object->QueryInterface(IID_IMAPIOfflineNotify, &none) == E_NOINTERFACE);
  CHECK(none == nullptr);
  CHECK(work.profile->counters().references == 1);
}

TEST_CASE("the placeholders return E_NOTIMPL") {
  const Opened work;
  CHECK(work.object->Placeholder1() == E_NOTIMPL);
  CHECK(work.object->Placeholder2() == E_NOTIMPL);
  CHECK(work.object->Placeholder3() == E_NOTIMPL);
  CHECK(work.object->Placeholder4() == E_NOTIMPL);
  CHECK(work.object->Placeholder5() == E_NOTIMPL);
  CHECK(work.object->Placeholder6() == E_NOTIMPL);
  CHECK(work.object->Placeholder7() == E_NOTIMPL);
  CHECK(work.object->Placeholder8() == E_NOTIMPL);
}

TEST_CASE("an object stays valid after its profile's handle is released") {
  ComPtr<IMAPIOfflineMgr> object;
  {
    const Opened work;
    object = work.object;
  }
  ULONG state = 0;
  CHECK(object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
}

TEST_CASE("a thousand profiles at once each have their own state and registrations") {
  constexpr std::size_t kCount = 1'000;
  std::vector<std::unique_ptr<Opened>> profiles;
  std::vector<ComPtr<Recorder>> callbacks;
  for (std::size_t i = 0; i < kCount; ++i) {
    std::u16string name = u"Profile ";
    for (const char digit : std::to_string(i)) name += static_cast<char16_t>(digit);
    profiles.push_back(std::make_unique<Opened>(name));
    callbacks.push_back(MakeCom<Recorder>());
    CHECK(profiles.back()->Advise(callbacks.back()) == 0);
  }
  for (std::size_t i = 0; i < kCount; i += 2) {
    CHECK(profiles[i]->Set(MAPIOFFLINE_STATE_OFFLINE) == S_OK);
  }
  for (std::size_t i = 0; i < kCount; i += 2) CHECK(callbacks[i]->AwaitCount(3));
  for (std::size_t i = 0; i < kCount; ++i) {
    CHECK(profiles[i]->State() == (i % 2 == 0 ? kOffline : kOnline));
    CHECK(callbacks[i]->told.Get().size() == (i % 2 == 0 ? 3 : 0));
  }
}

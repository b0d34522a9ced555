// Compares every number and id of mapioffline.h with the reference page, typed here again.
#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>

#include "abi/mapioffline.h"
#include "seam/seam.h"

namespace {

std::string Text(const GUID& id) {
  std::array<char, 39> text{};
  const auto& last = id.Data4;
  std::snprintf(text.data(), text.size(), "{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
                static_cast<unsigned>(id.Data1), id.Data2, id.Data3, last[0], last[1], last[2],
                last[3], last[4], last[5], last[6], last[7]);
  return text.data();
}

constexpr unsigned long Bits(HRESULT hr) { return static_cast<std::uint32_t>(hr); }

}  // namespace

TEST_CASE("the ids have the documented values") {
  CHECK(Text(GUID_GlobalState) == "{fbeffd93-b11f-4094-842b-96dcd31e63d1}");
  CHECK(Text(IID_IMAPIOffline) == "{000672b5-0000-0000-c000-000000000046}");
  CHECK(Text(IID_IMAPIOfflineMgr) == "{42175607-ff3e-4790-bc18-66c8643e6424}");
  CHECK(Text(IID_IMAPIOfflineNotify) == "{0317bde5-fc29-44cd-8dcd-36125a3be9ec}");
  CHECK(Text(IID_IUnknown) == "{00000000-0000-0000-c000-000000000046}");
}

TEST_CASE("ids are compared by value, and our own id differs from Microsoft's") {
  const GUID copy = IID_IMAPIOffline;
  CHECK(copy == IID_IMAPIOffline);
  CHECK_FALSE(copy != IID_IMAPIOffline);
  for (const GUID& id : {GUID_GlobalState, IID_IMAPIOffline, IID_IMAPIOfflineMgr,
                         IID_IMAPIOfflineNotify, IID_IUnknown}) {
    CHECK(id != rx_outlook::IID_IOfflineObjectGone);
  }
}

TEST_CASE("the constants have the documented values") {
  CHECK(MAPIOFFLINE_ADVISE_DEFAULT == 0);
  CHECK(MAPIOFFLINE_UNADVISE_DEFAULT == 0);
  CHECK(MAPIOFFLINE_ADVISE_TYPE_STATECHANGE == 1);
  CHECK(MAPIOFFLINE_CAPABILITY_OFFLINE == 0x1);
  CHECK(MAPIOFFLINE_CAPABILITY_ONLINE == 0x2);
  CHECK(MAPIOFFLINE_FLAG_DEFAULT == 0x00000000);
  CHECK(MAPIOFFLINE_FLAG_BLOCK == 0x00002000);
  CHECK(MAPIOFFLINE_STATE_OFFLINE == 0x00000001);
  CHECK(MAPIOFFLINE_STATE_ONLINE == 0x00000002);
  CHECK(MAPIOFFLINE_STATE_OFFLINE_MASK == 0x00000003);
  CHECK(MAPIOFFLINE_STATE_ALL == 0x003F037F);
  CHECK(MAPIOFFLINE_CALLBACK_TYPE_NOTIFY == 0);
  CHECK(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START == 1);
  CHECK(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE == 2);
  CHECK(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE == 3);
}

TEST_CASE("the HRESULTs have the documented values") {
  CHECK(Bits(MAPI_E_NOT_FOUND) == 0x8004010F);
  CHECK(Bits(MAPI_E_NOT_INITIALIZED) == 0x80040605);
  CHECK(Bits(E_PENDING) == 0x8000000A);
  CHECK(Bits(E_INVALIDARG) == 0x80070057);
  CHECK(Bits(E_NOINTERFACE) == 0x80004002);
  CHECK(Bits(S_OK) == 0);
  CHECK(SUCCEEDED(S_OK));
  CHECK(SUCCEEDED(HRESULT{1}));
  CHECK(FAILED(E_PENDING));
}

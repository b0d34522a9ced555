#include "seam/hresult.h"

#include <doctest/doctest.h>

using namespace rx_outlook;

TEST_CASE("a known HRESULT has its name") {
  CHECK(HresultName(S_OK) == "S_OK");
  CHECK(HresultName(E_PENDING) == "E_PENDING");
  CHECK(HresultName(E_INVALIDARG) == "E_INVALIDARG");
  CHECK(HresultName(MAPI_E_NOT_FOUND) == "MAPI_E_NOT_FOUND");
  CHECK(HresultName(MAPI_E_NO_SUPPORT) == "MAPI_E_NO_SUPPORT");
  CHECK(HresultName(MAPI_E_OBJECT_DELETED) == "MAPI_E_OBJECT_DELETED");
  CHECK(HresultName(MAPI_E_NOT_INITIALIZED) == "MAPI_E_NOT_INITIALIZED");
  CHECK(HresultName(static_cast<HRESULT>(0xa004020e)) == "ERR_ACCOUNTS_UNAVAILABLE");
  CHECK(HresultName(static_cast<HRESULT>(0xa004020f)) == "ERR_ACCOUNT_NOT_FOUND");
  CHECK(HresultName(static_cast<HRESULT>(0xa0040210)) == "ERR_OUTLOOK_NOT_REACHABLE");
  CHECK(HresultName(static_cast<HRESULT>(0xa0040211)) == "ERR_OUTLOOK_NOT_ANSWERING");
  CHECK(HresultName(static_cast<HRESULT>(0x800706ba)) == "RPC_S_SERVER_UNAVAILABLE");
}

TEST_CASE("every other HRESULT is shown as eight hexadecimal digits") {
  CHECK(HresultName(static_cast<HRESULT>(0x8004abcd)) == "0x8004ABCD");
  CHECK(HresultName(static_cast<HRESULT>(0xffffffff)) == "0xFFFFFFFF");
  CHECK(HresultName(1) == "0x00000001");
}

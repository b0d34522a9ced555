#include "seam/hresult.h"

#include <array>
#include <cstdio>

#include "seam/seam.h"

namespace rx_outlook {
namespace {

struct Named {
  HRESULT hr;
  const char* name;
};

constexpr Named Code(unsigned long value, const char* name) {
  return {static_cast<HRESULT>(value), name};
}

constexpr std::array kNames = {
    Code(0x00000000, "S_OK"),
    Code(0x80004001, "E_NOTIMPL"),
    Code(0x80004002, "E_NOINTERFACE"),
    Code(0x80004003, "E_POINTER"),
    Code(0x80004004, "E_ABORT"),
    Code(0x80004005, "E_FAIL"),
    Code(0x8000000a, "E_PENDING"),
    Code(0x8000ffff, "E_UNEXPECTED"),
    Code(0x80040102, "MAPI_E_NO_SUPPORT"),
    Code(0x8004010a, "MAPI_E_OBJECT_DELETED"),
    Code(0x8004010f, "MAPI_E_NOT_FOUND"),
    Code(0x80040111, "MAPI_E_LOGON_FAILED"),
    Code(0x80040115, "MAPI_E_NETWORK_ERROR"),
    Code(0x8004011c, "MAPI_E_UNCONFIGURED"),
    Code(0x8004011d, "MAPI_E_FAILONEPROVIDER"),
    Code(0x80040605, "MAPI_E_NOT_INITIALIZED"),
    Code(0x800401f0, "CO_E_NOTINITIALIZED"),
    Code(0x80010105, "RPC_E_SERVERFAULT"),
    Code(0x80010106, "RPC_E_CHANGED_MODE"),
    Code(0x80010108, "RPC_E_DISCONNECTED"),
    Code(0x800706ba, "RPC_S_SERVER_UNAVAILABLE"),
    Code(0x80070005, "E_ACCESSDENIED"),
    Code(0x8007000e, "E_OUTOFMEMORY"),
    Code(0x80070057, "E_INVALIDARG"),
    Named{ERR_OUTLOOK_NOT_INSTALLED, "ERR_OUTLOOK_NOT_INSTALLED"},
    Named{ERR_OUTLOOK_NEW_ONLY, "ERR_OUTLOOK_NEW_ONLY"},
    Named{ERR_OUTLOOK_OTHER_BITNESS, "ERR_OUTLOOK_OTHER_BITNESS"},
    Named{ERR_MAPI_LOAD_FAILED, "ERR_MAPI_LOAD_FAILED"},
    Named{ERR_MAPI_FUNCTION_MISSING, "ERR_MAPI_FUNCTION_MISSING"},
    Named{ERR_OUTLOOK_NOT_RUNNING, "ERR_OUTLOOK_NOT_RUNNING"},
    Named{ERR_BRIDGE_NOT_TRUSTED, "ERR_BRIDGE_NOT_TRUSTED"},
    Named{ERR_BRIDGE_NOT_ANSWERING, "ERR_BRIDGE_NOT_ANSWERING"},
    Named{ERR_BRIDGE_PROTOCOL, "ERR_BRIDGE_PROTOCOL"},
    Named{ERR_BRIDGE_LIMIT, "ERR_BRIDGE_LIMIT"},
    Named{ERR_ADDIN_MISSING, "ERR_ADDIN_MISSING"},
    Named{ERR_ADDIN_DISABLED, "ERR_ADDIN_DISABLED"},
    Named{ERR_OUTLOOK_ELEVATED, "ERR_OUTLOOK_ELEVATED"},
    Named{ERR_ACCOUNTS_UNAVAILABLE, "ERR_ACCOUNTS_UNAVAILABLE"},
    Named{ERR_ACCOUNT_NOT_FOUND, "ERR_ACCOUNT_NOT_FOUND"},
    Named{ERR_OUTLOOK_NOT_REACHABLE, "ERR_OUTLOOK_NOT_REACHABLE"},
    Named{ERR_OUTLOOK_NOT_ANSWERING, "ERR_OUTLOOK_NOT_ANSWERING"},
    Named{ERR_OUT_OF_RESOURCES, "ERR_OUT_OF_RESOURCES"},
    Named{ERR_BRIDGE_NO_PLACE, "ERR_BRIDGE_NO_PLACE"},
    Named{ERR_BRIDGE_FAILED, "ERR_BRIDGE_FAILED"},
};

}  // namespace

std::string HresultName(HRESULT hr) {
  for (const Named& known : kNames) {
    if (known.hr == hr) return known.name;
  }
  std::array<char, 11> text{};
  std::snprintf(text.data(), text.size(), "0x%08X", static_cast<unsigned>(hr));
  return text.data();
}

}  // namespace rx_outlook

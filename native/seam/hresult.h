// Names of the HRESULTs that the Offline State API, COM and our backends return. Any thread; no
// lock.
#pragma once

#include <string>

#include "abi/mapioffline.h"

namespace rx_outlook {

// RPC_E_DISCONNECTED, by a name that is no macro of Windows: the process of an object has ended.
inline constexpr HRESULT kDisconnectedObject = static_cast<HRESULT>(0x80010108u);

// Returns the name of a known HRESULT ("MAPI_E_NOT_FOUND"), and "0x8004ABCD" for any other.
std::string HresultName(HRESULT hr);

}  // namespace rx_outlook

// Names of the HRESULTs that the Offline State API, COM and our backends return. Any thread; no
// lock.
#pragma once

#include <string>

#include "abi/mapioffline.h"

namespace rx_outlook {

// Returns the name of a known HRESULT ("MAPI_E_NOT_FOUND"), and "0x8004ABCD" for any other.
std::string HresultName(HRESULT hr);

}  // namespace rx_outlook

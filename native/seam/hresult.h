// Names for the HRESULTs the Offline State API and COM can answer with.
#pragma once

#include <string>

#include "abi/mapioffline.h"

namespace rx_outlook {

// "MAPI_E_NOT_FOUND" for a known one, "0x8004ABCD" for any other. Any thread.
std::string HresultName(HRESULT hr);

}  // namespace rx_outlook

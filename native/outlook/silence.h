// WhySilent finds out why no add-in answers. Any thread; no lock.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::outlook {

// Called when no server listens at the bridge's place, and every few seconds while a client waits:
// reads the list of processes and some registry keys, and loads nothing. Returns ERR_ADDIN_MISSING,
// ERR_ADDIN_DISABLED, ERR_OUTLOOK_ELEVATED or ERR_OUTLOOK_NEW_ONLY, with the finding in `text`;
// otherwise ERR_OUTLOOK_NOT_RUNNING.
HRESULT WhySilent(std::string& text);

}  // namespace rx_outlook::outlook

// Why no add-in answers.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::outlook {

// Any thread; no lock. Called when nobody listens at the bridge's place, every few seconds while
// somebody waits: a list of processes and some keys of the registry, and nothing is loaded.
// ERR_ADDIN_MISSING, ERR_ADDIN_DISABLED, ERR_OUTLOOK_ELEVATED, ERR_OUTLOOK_NEW_ONLY, with what has
// been seen in `text`; else ERR_OUTLOOK_NOT_RUNNING.
HRESULT WhySilent(std::string& text);

}  // namespace rx_outlook::outlook

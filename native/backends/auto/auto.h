// The backend "auto": opens an Outlook in the first way that works at the moment. The dispatcher's
// thread; no lock.
#pragma once

#include <memory>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook::automatic {

// Tries the bridge to an Outlook in another process, then Outlook's MAPI DLL in this process. Never
// opens an embedded object.
extern const Backend kBackend;

// Has the contract of Backend::enter.
using Way = HRESULT (*)(std::unique_ptr<Opener>& opener, Explanation& why);

// Returns an opener that makes each call through the first way that reaches an Outlook. A way that
// cannot be entered reaches none; its answer is the failure of entering it.
std::unique_ptr<Opener> TryInOrder(const std::vector<Way>& ways);

}  // namespace rx_outlook::automatic

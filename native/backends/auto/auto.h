// The best way to an Outlook that there is at the moment.
#pragma once

#include <memory>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook::automatic {

// The bridge to an Outlook in another process, then Outlook's MAPI DLL in this one. Never an
// embedded object.
extern const Backend kBackend;

// As Backend::enter.
using Way = HRESULT (*)(std::unique_ptr<Opener>& opener, Explanation& why);

// Each call goes the first of these ways that leads to an Outlook. One that cannot be entered leads
// nowhere; what it failed with is its answer.
std::unique_ptr<Opener> TryInOrder(const std::vector<Way>& ways);

}  // namespace rx_outlook::automatic

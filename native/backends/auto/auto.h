// The backend "auto": opens an Outlook in the first way that works at the moment. The dispatcher's
// thread; no lock.
#pragma once

#include <memory>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook::automatic {

// Tries its ways in turn. Never opens an embedded object.
extern const Backend kBackend;

// The bridge to an Outlook in another process, Outlook's MAPI DLL in this process, the automation
// of a running Outlook: the ways that this build has, best first. Any thread.
const std::vector<Backend>& Ways();

// Returns an opener that makes each call through the first way that reaches an Outlook, and tells
// its number (Explanation::way). A way that cannot be entered reaches none; its answer is the
// failure of entering it.
std::unique_ptr<Opener> TryInOrder(const std::vector<Backend>& ways);

}  // namespace rx_outlook::automatic

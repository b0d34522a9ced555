// The offline objects of an Outlook in another process.
#pragma once

#include <memory>

#include "seam/seam.h"

namespace rx_outlook::bridge {

// Reaches the objects of any server.
extern const Backend kBackend;

// Reaches an Outlook only: a server over embedded objects counts as no server.
std::unique_ptr<Opener> MakeOutlookOpener();

}  // namespace rx_outlook::bridge

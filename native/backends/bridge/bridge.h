// The offline objects of an Outlook in another process.
#pragma once

#include <memory>

#include "seam/seam.h"

namespace rx_outlook::bridge {

// Whatever is behind the bridge's server.
extern const Backend kBackend;

// An Outlook alone: a server over embedded objects is as good as none.
std::unique_ptr<Opener> MakeOutlookOpener();

}  // namespace rx_outlook::bridge

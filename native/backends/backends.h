// The backends of this build. Any thread; no lock: the list never changes.
#pragma once

#include <string_view>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook {

const std::vector<const Backend*>& Backends();

// Returns null for a name that this build does not have.
const Backend* FindBackend(std::string_view name);

}  // namespace rx_outlook

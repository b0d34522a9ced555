// The backends of this build. Any thread; no lock: the list never changes.
#pragma once

#include <string_view>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook {

const std::vector<const Backend*>& Backends();

// The ways of the backend "auto"; Explanation::way is a number of this list, from 1.
const std::vector<Backend>& WaysOfAuto();

// Returns null for a name that this build does not have.
const Backend* FindBackend(std::string_view name);

}  // namespace rx_outlook

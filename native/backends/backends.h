// The backends this build carries.
#pragma once

#include <string_view>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook {

const std::vector<const Backend*>& Backends();

// Null for a name that this build does not carry.
const Backend* FindBackend(std::string_view name);

}  // namespace rx_outlook

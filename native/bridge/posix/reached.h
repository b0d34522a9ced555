// What an errno means to who is on the way to a place.
#pragma once

#include <string>

#include "bridge/transport.h"

namespace rx_outlook::bridge {

// A missing file is the server's or the folder's: a place that cannot be is the caller's to tell.
Reached ReachedBy(int error) noexcept;

// Both are always false. The latter takes errno, and tells its text.
bool Fail(Reaching& reaching, Reached reached, std::string text);
bool FailWithErrno(Reaching& reaching, const std::string& what);

}  // namespace rx_outlook::bridge

// The meaning of an errno on the way to a place. Any thread.
#pragma once

#include <string>

#include "bridge/transport.h"

namespace rx_outlook::bridge {

// ENOENT means that no server listens; the caller knows when it means that no server could.
Reached ReachedBy(int error) noexcept;

// Both return false. FailWithErrno takes errno and appends its text.
bool Fail(Reaching& reaching, Reached reached, std::string text);
bool FailWithErrno(Reaching& reaching, const std::string& what);

}  // namespace rx_outlook::bridge

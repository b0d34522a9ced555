// The user and the session of a process.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook::bridge {

struct Identity {
  std::wstring user;  // the SID, as text
  DWORD session = 0;
};

// Any thread; no lock. ERROR_SUCCESS, or the error of the failed call.
DWORD FindOwnIdentity(Identity& identity);
DWORD FindIdentity(DWORD process, Identity& identity);

// Empty when that process belongs to the same user and session; otherwise the reason in words. A
// process with more rights cannot be asked, and is not trusted.
std::string WhyDistrusted(const Identity& own, DWORD process);

}  // namespace rx_outlook::bridge

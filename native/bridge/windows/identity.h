// Who a process is: its user, and the session on whose desktop it runs.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook::bridge {

struct Identity {
  std::wstring user;  // the SID, as text
  DWORD session = 0;
};

// Any thread; no lock. ERROR_SUCCESS, or why it cannot be known.
DWORD FindOwnIdentity(Identity& identity);
DWORD FindIdentity(DWORD process, Identity& identity);

// Empty when that process is the same user's in the same session; else, in words, what it is
// instead. One that may not be asked, since it has more rights than this one, is none of ours.
std::string WhyDistrusted(const Identity& own, DWORD process);

}  // namespace rx_outlook::bridge

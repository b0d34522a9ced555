// Reads what the add-in tells of Outlook. Outlook's main thread, which received the object; no
// lock.
#pragma once

#include <windows.h>

#include <oaidl.h>

#include <string>

namespace rx_outlook::addin {

// Returns the profile that Outlook has open; empty when there is none yet.
std::wstring OpenProfileName(IDispatch& application);

// Returns the host's name for clients: Outlook, its version and ours.
std::string ProductName(IDispatch& application);

}  // namespace rx_outlook::addin

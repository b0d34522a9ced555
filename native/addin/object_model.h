// Reads Outlook's object model, by name. Outlook's main thread, which received the object; no lock.
#pragma once

#include <windows.h>

#include <oaidl.h>

#include <string>

#include "abi/com_ptr.h"

namespace rx_outlook::addin {

// Returns a property's text; empty when it has none, or cannot be read now.
std::wstring TextOf(IDispatch& object, const wchar_t* property);

// Returns a property's object; null for the same reasons.
ComPtr<IDispatch> ObjectOf(IDispatch& object, const wchar_t* property);

// Returns the profile that Outlook has open; empty when there is none yet.
std::wstring OpenProfileName(IDispatch& application);

// Returns the host's name for clients: Outlook, its version and ours.
std::string ProductName(IDispatch& application);

}  // namespace rx_outlook::addin

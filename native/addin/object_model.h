// What Outlook's object model says, asked by name. Only on the thread that was given the object,
// which is Outlook's own.
#pragma once

#include <windows.h>

#include <oaidl.h>

#include <string>

#include "abi/com_ptr.h"

namespace rx_outlook::addin {

// A property's text; empty when it has none, or is not to be had now.
std::wstring TextOf(IDispatch& object, const wchar_t* property);

// A property's object; null for the same reasons.
ComPtr<IDispatch> ObjectOf(IDispatch& object, const wchar_t* property);

// The profile that Outlook has open; empty when there is none yet.
std::wstring OpenProfileName(IDispatch& application);

// What clients are told that they speak to: Outlook, its version and ours.
std::string ProductName(IDispatch& application);

}  // namespace rx_outlook::addin

// Writing below HKEY_CURRENT_USER, so that it can be undone to the last key. Any thread.
#pragma once

#include <windows.h>

#include <string>

#include "outlook/addin_registration.h"

namespace rx_outlook::outlook {

// Makes the key, those above it too, and notes which of them were not there.
LSTATUS WriteValue(const RegistryValue& value);

// ERROR_FILE_NOT_FOUND when there is none.
LSTATUS DeleteValue(const std::wstring& key, const std::wstring& name);

bool HasKey(const std::wstring& key);

// Unless there is something in it, or it is not there.
LSTATUS DeleteEmptyKey(const std::wstring& key);

// Those that WriteValue has made and that are empty now. `forget`: from now on the others are no
// business of ours either.
LSTATUS DeleteMadeKeys(bool forget);

}  // namespace rx_outlook::outlook

// A list, in the user's registry, of the keys that registration has made, so that unregistering
// deletes them again and no others. Paths are below HKEY_CURRENT_USER, in the 64-bit view.
// Any thread; no lock: two processes at once can lose each other's entries.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook::outlook {

// Lists `path` and the keys above it that do not exist yet. Called before they are made: an entry
// without a key does no harm.
LSTATUS NoteMissingKeys(const std::wstring& path);

// Deletes the listed keys that are empty. `forget` also removes from the list those that are not,
// because another program uses them now.
LSTATUS DeleteMadeKeys(bool forget);

}  // namespace rx_outlook::outlook

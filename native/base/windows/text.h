// Texts of Windows for messages. Any thread; no lock.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook {

// Replaces malformed UTF-16: for messages, not for names.
std::string ToUtf8(const std::wstring& text);

// Returns the system's text for an error, without a full stop; `subject` replaces its %1.
std::string ErrorText(DWORD error, const std::wstring& subject = {});

}  // namespace rx_outlook

// Windows' texts for messages. Any thread.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook {

// What is not well formed is replaced.
std::string ToUtf8(const std::wstring& text);

// The system's text for an error, without a full stop; `subject` is what the text is about.
std::string ErrorText(DWORD error, const std::wstring& subject = {});

}  // namespace rx_outlook

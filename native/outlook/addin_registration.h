// The add-in in the user's registry, where COM and Outlook look for it. Nothing outside of
// HKEY_CURRENT_USER is written, so nobody needs to be an administrator.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace rx_outlook::outlook {

// Of an Outlook, and so of the DLL that it can load.
enum class Bitness { kX86, kX64 };
#ifdef _WIN64
inline constexpr Bitness kOwnBitness = Bitness::kX64;
#else
inline constexpr Bitness kOwnBitness = Bitness::kX86;
#endif

bool IsWindows64();  // Windows of 32 bits knows only the one bitness

// A value below HKEY_CURRENT_USER.
struct RegistryValue {
  std::wstring key;
  std::wstring name;  // empty: the key's own value
  std::wstring text;
  DWORD number = 0;  // where there is no text
};

// 1: it is loaded; 2: and with Outlook.
inline constexpr DWORD kLoadAtStartUp = 3;

// Where Outlook looks for its add-ins, and where COM looks for this one, each under its full path:
// WOW64 redirects nothing when it is opened in the 64-bit view.
std::wstring AddinKey();
std::wstring ClassKey(Bitness bitness);

// All of the following: any thread; no lock. Two at once would leave a mixture of what both wrote.

// What Register writes.
std::vector<RegistryValue> ValuesOf(Bitness bitness, const std::wstring& dll);

// Also over what is there already, to move it to another DLL or to mend it. When it fails,
// Unregister removes what was written until then. ERROR_NOT_SUPPORTED for x64 on 32-bit Windows.
HRESULT Register(Bitness bitness, const std::wstring& dll);

// Removes what Register wrote, keys that were there before and what others put beside it excepted.
// What serves both bitnesses goes with the last one. S_FALSE when there was nothing to remove.
HRESULT Unregister(Bitness bitness);

}  // namespace rx_outlook::outlook

// The add-in's registration in the user's registry, as COM and Outlook read it. Only
// HKEY_CURRENT_USER is written, so no administrator is needed.
//
// Any thread; no lock: two calls at once would leave a mixture of both.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace rx_outlook::outlook {

// The bitness of an Outlook, and of the DLL that it can load.
enum class Bitness { kX86, kX64 };
#ifdef _WIN64
inline constexpr Bitness kOwnBitness = Bitness::kX64;
#else
inline constexpr Bitness kOwnBitness = Bitness::kX86;
#endif

bool IsWindows64();  // 32-bit Windows knows only kX86

// A value below HKEY_CURRENT_USER.
struct RegistryValue {
  std::wstring key;
  std::wstring name;  // empty: the key's own value
  std::wstring text;
  DWORD number = 0;  // used when `text` is empty
};

// LoadBehavior: 1 (loaded) and 2 (loaded when Outlook starts).
inline constexpr DWORD kLoadAtStartUp = 3;

// Outlook's key of this add-in and COM's key of its class, each under its full path: in the 64-bit
// view, WOW64 redirects neither.
std::wstring AddinKey();
std::wstring ClassKey(Bitness bitness);

// Returns the values that Register writes.
std::vector<RegistryValue> ValuesOf(Bitness bitness, const std::wstring& dll);

// Overwrites an existing registration, to repair it or to move it to another DLL. When Register
// fails, Unregister removes the values already written. ERROR_NOT_SUPPORTED for x64 on 32-bit
// Windows.
HRESULT Register(Bitness bitness, const std::wstring& dll);

// Removes Register's values and keys, except keys that existed before or have other content. Values
// that serve both bitnesses are removed with the last one. S_FALSE when nothing was registered.
HRESULT Unregister(Bitness bitness);

}  // namespace rx_outlook::outlook

// The add-in's names and ids for COM and Outlook; lib/binary.cts passes them to the command.
#pragma once

#include <windows.h>

namespace rx_outlook::outlook {

inline constexpr wchar_t kProgId[] = L"RxOutlook.AddIn";
inline constexpr wchar_t kClsidText[] = L"{9F43EEE0-D214-4C8A-B1C0-827B7BFEB024}";
inline constexpr CLSID kClsid = {
    0x9f43eee0, 0xd214, 0x4c8a, {0xb1, 0xc0, 0x82, 0x7b, 0x7b, 0xfe, 0xb0, 0x24}};

// Shown by Outlook under File, Options, Add-ins.
inline constexpr wchar_t kFriendlyName[] = L"rx-outlook";
inline constexpr wchar_t kDescription[] =
    L"Tells programs of this user whether Outlook is online or offline.";

inline constexpr wchar_t kDllName[] = L"rx-outlook-addin.dll";

}  // namespace rx_outlook::outlook

// The paths of an installed Outlook's MAPI DLL. Any thread; no lock.
#pragma once

#include <string>
#include <vector>

namespace rx_outlook::outlook {

// Return full paths of existing files, except those in the system's folder: its mapi32.dll is a
// stub that loads the default mail program's.
std::vector<std::wstring> FromDllPathEx();         // HKLM\Software\Clients\Mail\Microsoft Outlook
std::vector<std::wstring> FromMapiStub();          // FGetComponentPath
std::vector<std::wstring> FromWindowsInstaller();  // MsiProvideQualifiedComponentW

// The most reliable way first.
inline constexpr std::vector<std::wstring> (*kWaysToInstalledDll[])() = {
    FromDllPathEx, FromMapiStub, FromWindowsInstaller};

// New Outlook is olk.exe; it has neither MAPI nor COM add-ins.
bool IsNewOutlookInstalled();

}  // namespace rx_outlook::outlook

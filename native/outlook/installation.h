// Where an installed Outlook says its MAPI DLL lies.
#pragma once

#include <string>
#include <vector>

namespace rx_outlook::outlook {

// Any thread; no lock. Full paths of files that are there, and none of the system's folder: what is
// called mapi32.dll in it is a stub that leads to whichever mail program is the default one.
std::vector<std::wstring> FromDllPathEx();         // HKLM\Software\Clients\Mail\Microsoft Outlook
std::vector<std::wstring> FromMapiStub();          // FGetComponentPath
std::vector<std::wstring> FromWindowsInstaller();  // MsiProvideQualifiedComponentW

// Best first.
inline constexpr std::vector<std::wstring> (*kWaysToInstalledDll[])() = {
    FromDllPathEx, FromMapiStub, FromWindowsInstaller};

// olk.exe, which has neither MAPI nor COM add-ins.
bool IsNewOutlookInstalled();

}  // namespace rx_outlook::outlook

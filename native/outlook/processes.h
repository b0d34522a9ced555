// The processes that run Outlook, and their rights. Any thread; no lock.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace rx_outlook::outlook {

struct RunningProcess {
  std::wstring name;
  std::wstring path;  // empty when the process cannot be opened
  DWORD id = 0;
  DWORD session = 0;
  bool is_elevated = false;
};

// Lists the processes of that name, in every session.
std::vector<RunningProcess> ProcessesCalled(const wchar_t* name);

DWORD OwnSession();

// Lists those of this user's session, in which alone COM finds an Outlook.
std::vector<RunningProcess> RunningHere(const wchar_t* name);

// A process as messages name it.
std::string Numbered(const RunningProcess& process);

// Whether the process has more rights than the user's other programs, so that COM hides the user's
// own classes from it. True when its token cannot be opened. False without User Account Control:
// COM then makes no difference (since Windows Vista SP1).
bool IsElevated(HANDLE process);

}  // namespace rx_outlook::outlook

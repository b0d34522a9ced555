// The Outlooks that run on this desktop.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace rx_outlook::outlook {

struct RunningProcess {
  std::wstring name;
  std::wstring path;  // empty when it may not be asked
  DWORD id = 0;
  DWORD session = 0;
  bool is_elevated = false;
};

// Any thread; no lock. Of that name, in every session.
std::vector<RunningProcess> ProcessesCalled(const wchar_t* name);

DWORD OwnSession();

// Whether it has more rights than the user's other programs, so that COM keeps the user's own
// classes from it. What may not be asked has. Without User Account Control there is no difference
// to make, and COM makes none (since Windows Vista SP1).
bool IsElevated(HANDLE process);

}  // namespace rx_outlook::outlook

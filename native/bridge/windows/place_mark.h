// A value in the user's part of the registry that changes when a server starts and ends. Windows
// has no other way to wait for a pipe that does not exist.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook::bridge {

inline constexpr const wchar_t* kMarksKey = LR"(Software\rx-outlook)";  // of HKEY_CURRENT_USER

// Changes the session's value when it is made and when it ends. A failure is ignored: waiting
// clients also look by themselves. One thread at a time.
class PlaceMark {
 public:
  explicit PlaceMark(DWORD session);
  PlaceMark(const PlaceMark&) = delete;
  PlaceMark& operator=(const PlaceMark&) = delete;
  ~PlaceMark();

 private:
  void Change() const noexcept;

  const std::wstring name_;
};

}  // namespace rx_outlook::bridge

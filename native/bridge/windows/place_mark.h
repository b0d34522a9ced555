// What a server leaves for those who wait for one: a value in the user's part of the registry that
// changes when it comes and when it goes. A pipe that is not there can be waited for in no other
// way.
#pragma once

#include <windows.h>

#include <string>

namespace rx_outlook::bridge {

inline constexpr const wchar_t* kMarksKey = LR"(Software\rx-outlook)";  // of HKEY_CURRENT_USER

// Changes the session's value when it is made, and when it ends. Where that cannot be done, nobody
// is told, and those who wait look again by themselves.
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

#include "bridge/windows/place_mark.h"

namespace rx_outlook::bridge {

PlaceMark::PlaceMark(DWORD session) : name_(L"server-" + std::to_wstring(session)) { Change(); }

PlaceMark::~PlaceMark() { Change(); }

void PlaceMark::Change() const noexcept {
  FILETIME now{};
  GetSystemTimePreciseAsFileTime(&now);
  // Without KEY_NOTIFY, and not volatile: the key stays, so that it can be watched.
  RegSetKeyValueW(HKEY_CURRENT_USER, kMarksKey, name_.c_str(), REG_QWORD, &now, sizeof(now));
}

}  // namespace rx_outlook::bridge

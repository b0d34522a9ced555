#include "bridge/windows/place_mark.h"

namespace rx_outlook::bridge {

PlaceMark::PlaceMark(DWORD session) : name_(L"server-" + std::to_wstring(session)) { Change(); }

PlaceMark::~PlaceMark() { Change(); }

void PlaceMark::Change() const noexcept {
  FILETIME now{};
  GetSystemTimePreciseAsFileTime(&now);
  // Not KEY_NOTIFY, not volatile: the key stays, so that there is something to watch.
  RegSetKeyValueW(HKEY_CURRENT_USER, kMarksKey, name_.c_str(), REG_QWORD, &now, sizeof(now));
}

}  // namespace rx_outlook::bridge

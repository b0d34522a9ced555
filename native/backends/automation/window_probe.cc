#include "backends/automation/window_probe.h"

#include <cwchar>
#include <iterator>

namespace rx_outlook::automation {
namespace {

constexpr UINT kLimit = 1'000;  // milliseconds
constexpr wchar_t kMainWindow[] = L"rctrl_renwnd32";

struct Search {
  DWORD process;
  HWND found = nullptr;
};

bool IsMainWindow(HWND window) noexcept {
  wchar_t name[64]{};
  GetClassNameW(window, name, static_cast<int>(std::size(name)));
  return std::wcscmp(name, kMainWindow) == 0;
}

// Takes a window of Outlook's own class before any other visible one.
BOOL CALLBACK Consider(HWND window, LPARAM extra) noexcept {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): EnumWindows passes a number on.
  auto& search = *reinterpret_cast<Search*>(extra);
  DWORD process = 0;
  GetWindowThreadProcessId(window, &process);
  if (process != search.process) return TRUE;
  if (IsMainWindow(window)) {
    search.found = window;
    return FALSE;
  }
  if (search.found == nullptr && IsWindowVisible(window) != 0) search.found = window;
  return TRUE;
}

}  // namespace

bool AnswersMessages(DWORD process) {
  Search search{process};
  EnumWindows(Consider, reinterpret_cast<LPARAM>(&search));
  if (search.found == nullptr) return true;
  DWORD_PTR answer = 0;
  if (SendMessageTimeoutW(search.found, WM_NULL, 0, 0, SMTO_ABORTIFHUNG, kLimit, &answer) != 0) {
    return true;
  }
  const DWORD error = GetLastError();
  return error != ERROR_TIMEOUT && error != ERROR_SUCCESS;  // the window has gone meanwhile
}

}  // namespace rx_outlook::automation

#include "addin/log.h"

#include <windows.h>

#include <array>
#include <cstdio>
#include <exception>
#include <mutex>

#include "base/windows/handle.h"
#include "base/windows/registry.h"
#include "bridge/windows/place_mark.h"

namespace rx_outlook::addin {
namespace {

std::wstring Variable(const wchar_t* name) {
  std::wstring text(GetEnvironmentVariableW(name, nullptr, 0), L'\0');
  text.resize(GetEnvironmentVariableW(name, text.data(), static_cast<DWORD>(text.size())));
  return text;
}

bool IsAskedFor() {
  if (Variable(L"RX_OUTLOOK_ADDIN_LOG") == L"1") return true;
  return RegistryKey(HKEY_CURRENT_USER, bridge::kMarksKey).Number(L"AddInLog") == 1u;
}

// Never destroyed: our threads may outlive static destruction.
std::mutex& TheMutex() {
  static auto* const mutex = new std::mutex;
  return *mutex;
}

std::string Line(std::initializer_list<std::string_view> texts) {
  SYSTEMTIME now{};
  GetSystemTime(&now);
  std::array<char, 64> start{};
  std::snprintf(start.data(), start.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %lu ", now.wYear,
                now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond, now.wMilliseconds,
                GetCurrentProcessId());
  std::string line = start.data();
  for (const std::string_view text : texts) line += text;
  return line + "\r\n";
}

void Append(const std::wstring& folder, const std::string& line) {
  const std::wstring path = folder + L"\\addin.log";
  WIN32_FILE_ATTRIBUTE_DATA found{};
  if (GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &found) != 0) {
    const std::uint64_t size = (std::uint64_t{found.nFileSizeHigh} << 32) | found.nFileSizeLow;
    if (size + line.size() > kLogLimit) {
      MoveFileExW(path.c_str(), (folder + L"\\addin.old.log").c_str(), MOVEFILE_REPLACE_EXISTING);
    }
  }
  const Handle file(CreateFileW(path.c_str(), FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return;
  DWORD written = 0;
  WriteFile(file.get(), line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
}

}  // namespace

Log Log::WhereAskedFor() {
  Log log;
  const std::wstring local = IsAskedFor() ? Variable(L"LOCALAPPDATA") : std::wstring();
  if (local.empty()) return log;
  log.folder_ = local + L"\\rx-outlook";
  CreateDirectoryW(log.folder_.c_str(), nullptr);
  return log;
}

void Log::Write(std::initializer_list<std::string_view> texts) const noexcept {
  if (folder_.empty()) return;
  try {
    const std::lock_guard lock(TheMutex());
    Append(folder_, Line(texts));
  } catch (const std::exception&) {
    return;  // out of memory: a line is missing
  }
}

}  // namespace rx_outlook::addin

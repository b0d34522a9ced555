// The host process's memory, handles and threads, as JSON. Any thread; no lock.
#pragma once

#include <windows.h>

#include <psapi.h>
#include <tlhelp32.h>
#include <winternl.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

namespace rx_outlook::test {

// Not GetProcessHandleCount: Wine's counts no handles.
inline ULONG Handles() {
  std::vector<std::byte> all(1 << 20);
  ULONG size = 0;
  while (NtQuerySystemInformation(SystemProcessInformation, all.data(),
                                  static_cast<ULONG>(all.size()), &size) < 0) {
    all.resize(all.size() * 2);
  }
  for (const std::byte* at = all.data();;) {
    SYSTEM_PROCESS_INFORMATION process{};
    std::memcpy(&process, at, sizeof(process));
    const auto id = reinterpret_cast<ULONG_PTR>(process.UniqueProcessId);
    if (id == GetCurrentProcessId()) return process.HandleCount;
    if (process.NextEntryOffset == 0) return 0;
    at += process.NextEntryOffset;
  }
}

inline int Threads() {
  int threads = 0;
  const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
  THREADENTRY32 entry{};
  entry.dwSize = sizeof(entry);
  for (BOOL more = Thread32First(all, &entry); more != 0; more = Thread32Next(all, &entry)) {
    if (entry.th32OwnerProcessID == GetCurrentProcessId()) ++threads;
  }
  CloseHandle(all);
  return threads;
}

// The process's private bytes, in memory or paged out.
inline SIZE_T Bytes() {
  PROCESS_MEMORY_COUNTERS memory{};
  GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof(memory));
  return memory.PagefileUsage;
}

inline std::string Memory() {
  return R"({"bytes":)" + std::to_string(Bytes()) + R"(,"handles":)" + std::to_string(Handles()) +
         R"(,"threads":)" + std::to_string(Threads()) + "}";
}

}  // namespace rx_outlook::test

#include "outlook/processes.h"

#include <tlhelp32.h>

#include <algorithm>

#include "base/windows/handle.h"
#include "base/windows/registry.h"
#include "base/windows/system.h"

namespace rx_outlook::outlook {
namespace {

struct Label {
  TOKEN_MANDATORY_LABEL label;
  BYTE sid[SECURITY_MAX_SID_SIZE];  // `label` points at it
};

std::wstring PathOf(HANDLE process) {
  std::wstring path(32'768, L'\0');  // the longest path
  auto length = static_cast<DWORD>(path.size());
  if (QueryFullProcessImageNameW(process, 0, path.data(), &length) == 0) return {};
  path.resize(length);
  return path;
}

}  // namespace

bool IsElevated(HANDLE process) {
  const RegistryKey policies(HKEY_LOCAL_MACHINE,
                             LR"(Software\Microsoft\Windows\CurrentVersion\Policies\System)",
                             KEY_WOW64_64KEY);
  if (policies.Number(L"EnableLUA") == 0u) return false;
  Handle token;
  if (OpenProcessToken(process, TOKEN_QUERY, token.Put()) == 0) return true;
  Label found{};
  DWORD size = 0;
  if (GetTokenInformation(token.get(), TokenIntegrityLevel, &found, sizeof(found), &size) == 0) {
    return false;
  }
  PSID const sid = found.label.Label.Sid;
  const DWORD level = *GetSidSubAuthority(sid, *GetSidSubAuthorityCount(sid) - 1u);
  return level >= SECURITY_MANDATORY_HIGH_RID;
}

DWORD OwnSession() {
  DWORD session = 0;
  ProcessIdToSessionId(GetCurrentProcessId(), &session);
  return session;
}

std::vector<RunningProcess> ProcessesCalled(const wchar_t* name) {
  std::vector<RunningProcess> processes;
  const Handle all(CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
  if (!all) return processes;
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof(entry);
  for (BOOL more = Process32FirstW(all.get(), &entry); more != 0;
       more = Process32NextW(all.get(), &entry)) {
    if (!SameName(entry.szExeFile, name)) continue;
    RunningProcess process;
    process.name = entry.szExeFile;
    process.id = entry.th32ProcessID;
    ProcessIdToSessionId(process.id, &process.session);
    const Handle opened(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process.id));
    process.is_elevated = !opened || IsElevated(opened.get());
    if (opened) process.path = PathOf(opened.get());
    processes.push_back(std::move(process));
  }
  return processes;
}

std::vector<RunningProcess> RunningHere(const wchar_t* name) {
  std::vector<RunningProcess> processes = ProcessesCalled(name);
  const DWORD session = OwnSession();
  processes.erase(
      std::remove_if(processes.begin(), processes.end(),
                     [session](const RunningProcess& one) { return one.session != session; }),
      processes.end());
  return processes;
}

std::string Numbered(const RunningProcess& process) {
  return ToUtf8(process.name) + " (process " + std::to_string(process.id) + ")";
}

}  // namespace rx_outlook::outlook

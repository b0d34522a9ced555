#include "outlook/silence.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/windows/machine.h"
#include "base/windows/registry.h"
#include "base/windows/system.h"
#include "outlook/addin_identity.h"
#include "outlook/addin_registration.h"
#include "outlook/installation.h"
#include "outlook/processes.h"

namespace rx_outlook::outlook {
namespace {

constexpr const wchar_t* kVersions[] = {L"16.0", L"15.0"};

std::optional<RunningProcess> FirstHere(const wchar_t* name) {
  std::vector<RunningProcess> processes = RunningHere(name);
  if (processes.empty()) return std::nullopt;
  return std::move(processes.front());
}

// Returns the DLL that COM loads, the user's registration before the machine's; empty when neither
// exists.
std::wstring RegisteredDll(Bitness bitness) {
  const std::wstring server = ClassKey(bitness) + LR"(\InprocServer32)";
  const RegistryKey users(HKEY_CURRENT_USER, server.c_str(), KEY_WOW64_64KEY);
  if (std::wstring dll = users.Text(L""); !dll.empty()) return dll;
  return RegistryKey(HKEY_LOCAL_MACHINE, server.c_str(), KEY_WOW64_64KEY).Text(L"");
}

std::string WhyNotRegistered(Machine machine) {
  if (machine == Machine::kUnknown) return {};  // the DLL for it is unknown
  if (machine == Machine::kArm64) {
    return std::string("Outlook is ") + NameOf(machine) + ", and no add-in is built for that";
  }
  const std::wstring dll = RegisteredDll(machine == Machine::kX86 ? Bitness::kX86 : Bitness::kX64);
  if (dll.empty()) {
    return std::string("no add-in is registered for Outlook, which is ") + NameOf(machine);
  }
  return IsFile(dll) ? "" : "the add-in's DLL is missing: " + ToUtf8(dll);
}

std::optional<DWORD> LoadBehavior() {
  const std::wstring key = AddinKey();
  const RegistryKey users(HKEY_CURRENT_USER, key.c_str());
  if (const auto number = users.Number(L"LoadBehavior")) return number;
  for (const REGSAM view : {KEY_WOW64_64KEY, KEY_WOW64_32KEY}) {
    const RegistryKey machines(HKEY_LOCAL_MACHINE, key.c_str(), view);
    if (const auto number = machines.Number(L"LoadBehavior")) return number;
  }
  return std::nullopt;
}

// Outlook lists each add-in it has disabled as binary data with the DLL's path inside.
bool IsAmongDisabled(const std::wstring& version) {
  const std::wstring key =
      LR"(Software\Microsoft\Office\)" + version + LR"(\Outlook\Resiliency\DisabledItems)";
  for (const auto& value : RegistryKey(HKEY_CURRENT_USER, key.c_str()).Values()) {
    std::wstring text(value.bytes.size() / sizeof(wchar_t), L'\0');
    std::copy_n(value.bytes.data(), text.size() * sizeof(wchar_t),
                reinterpret_cast<BYTE*>(text.data()));
    CharLowerBuffW(text.data(), static_cast<DWORD>(text.size()));
    if (text.find(kDllName) != std::wstring::npos) return true;
  }
  return false;
}

// Returns the version of the installed Outlook, or all versions when it is unknown. An uninstalled
// version leaves its policies behind.
std::vector<std::wstring> Versions() {
  for (const REGSAM view : {KEY_WOW64_64KEY, KEY_WOW64_32KEY}) {
    const RegistryKey key(HKEY_LOCAL_MACHINE, LR"(Software\Classes\Outlook.Application\CurVer)",
                          view);
    const std::wstring current = key.Text(L"");  // Outlook.Application.16
    for (const std::wstring version : kVersions) {
      if (current.substr(current.rfind(L'.') + 1) + L".0" == version) return {version};
    }
  }
  return {std::begin(kVersions), std::end(kVersions)};
}

// The policies for the add-in. A listed add-in has the value 0 (never load) or 1 (always load).
struct Policy {
  bool never = false;
  bool always = false;
  bool is_listed = false;
  bool is_restricted = false;  // to the listed add-ins

  void Add(HKEY root, const std::wstring& resiliency) {
    const RegistryKey list(root, (resiliency + LR"(\AddinList)").c_str(), KEY_WOW64_64KEY);
    const std::wstring listed = list.Text(kProgId);
    const auto number = list.Number(kProgId);
    is_listed = is_listed || !listed.empty() || number;
    never = never || listed == L"0" || number == 0u;
    always = always || listed == L"1" || number == 1u;
    const RegistryKey key(root, resiliency.c_str(), KEY_WOW64_64KEY);
    is_restricted = is_restricted || key.Number(L"RestrictToList") == 1u;
  }

  [[nodiscard]] bool IsForbidden() const { return never || (is_restricted && !is_listed); }
};

// Combines all keys: the user may have the list, and the machine the restriction to it.
Policy PolicyOf(const std::vector<std::wstring>& versions) {
  Policy policy;
  for (const std::wstring& version : versions) {
    for (const wchar_t* const office : {LR"(Software\Policies\Microsoft\Office\)",
                                        LR"(Software\Policies\Microsoft\Cloud\Office\)"}) {
      const std::wstring resiliency = office + version + LR"(\Outlook\Resiliency)";
      policy.Add(HKEY_CURRENT_USER, resiliency);
      policy.Add(HKEY_LOCAL_MACHINE, resiliency);
    }
  }
  return policy;
}

std::string WhyDisabled(DWORD behavior) {
  const std::vector<std::wstring> versions = Versions();
  const Policy policy = PolicyOf(versions);
  if (policy.IsForbidden()) return "a policy prevents Outlook from loading the add-in";
  for (const std::wstring& version : versions) {
    if (IsAmongDisabled(version)) return "Outlook has disabled the add-in";
  }
  if (policy.always || (behavior & kLoadAtStartUp) == kLoadAtStartUp) return {};
  return "the add-in is switched off: its LoadBehavior is " + std::to_string(behavior);
}

}  // namespace

HRESULT WhySilent(std::string& text) {
  if (SameName(FileName(ProgramPath()), L"OUTLOOK.EXE")) {
    return ERR_OUTLOOK_NOT_RUNNING;  // Outlook itself reaches MAPI without the add-in
  }
  const auto outlook = FirstHere(L"OUTLOOK.EXE");
  const std::vector<std::wstring> dlls = FromDllPathEx();
  if (outlook && outlook->is_elevated) {
    text = Numbered(*outlook) +
           " runs elevated, as an administrator, and so does not load the user's add-ins";
    return ERR_OUTLOOK_ELEVATED;
  }
  if (outlook || !dlls.empty()) {
    text = WhyNotRegistered(MachineOf(outlook ? outlook->path : dlls.front()));
    const auto behavior = LoadBehavior();
    if (text.empty() && !behavior) text = "the add-in is not in Outlook's list of add-ins";
    if (!text.empty()) return ERR_ADDIN_MISSING;
    text = WhyDisabled(behavior.value_or(0));
    if (!text.empty()) return ERR_ADDIN_DISABLED;
  }
  if (outlook) {
    text = Numbered(*outlook) + " runs without the registered add-in and must be restarted";
  } else if (const auto next = FirstHere(L"olk.exe")) {
    text = "only new Outlook is running, " + Numbered(*next) + ", and it loads no add-ins";
    return ERR_OUTLOOK_NEW_ONLY;
  }
  return ERR_OUTLOOK_NOT_RUNNING;
}

}  // namespace rx_outlook::outlook

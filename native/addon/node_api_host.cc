// For MinGW: finds Node-API in the program that loads the binary.
#include "addon/node_api_host.h"

#include <windows.h>

#include <cstddef>
#include <string>

#include "addon/node_api_table.h"

namespace rx_outlook {

namespace {

HMODULE host = nullptr;

INT_PTR WINAPI NotThere() { return napi_generic_failure; }

// Returns the module that has Node-API: the program itself, or a DLL of it.
HMODULE FindHost() {
  const wchar_t* const kCandidates[] = {nullptr, L"libnode.dll", L"node.dll"};
  for (const wchar_t* const name : kCandidates) {
    const HMODULE candidate = GetModuleHandleW(name);
    // This function is needed to report that others are missing.
    if (candidate != nullptr && GetProcAddress(candidate, "napi_throw_error") != nullptr) {
      return candidate;
    }
  }
  return GetModuleHandleW(nullptr);
}

// Runs before every constructor of C++, under the loader's lock, where these calls are allowed.
// Does not fail: programs without Node-API may load the binary, too.
[[gnu::constructor(101)]] void FindNodeApi() {
  host = FindHost();
  for (const NodeApiFunction* function = kNodeApiFunctions; function->name != nullptr; ++function) {
    const FARPROC found = GetProcAddress(host, function->name);
    *function->pointer = found != nullptr ? found : NotThere;
  }
}

std::string HostPath() {
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(host, path.data(), static_cast<DWORD>(path.size())));
  const auto length = static_cast<int>(path.size());
  std::string utf8(3 * path.size(), '\0');
  const int bytes = WideCharToMultiByte(CP_UTF8, 0, path.data(), length, utf8.data(),
                                        static_cast<int>(utf8.size()), nullptr, nullptr);
  utf8.resize(static_cast<std::size_t>(bytes));
  return utf8;
}

}  // namespace

bool HostHasNodeApi(napi_env env) {
  const char* missing = nullptr;
  std::size_t more = 0;
  for (const NodeApiFunction* function = kNodeApiFunctions; function->name != nullptr; ++function) {
    if (*function->pointer != NotThere) continue;
    if (missing == nullptr) {
      missing = function->name;
    } else {
      ++more;
    }
  }
  if (missing == nullptr) return true;
  const std::string others = more == 0 ? "" : " (and " + std::to_string(more) + " more)";
  const std::string message = HostPath() + " has no function " + missing + others +
                              ", which the binary calls: it needs Node-API " +
                              std::to_string(NAPI_VERSION) +
                              "; use a release of that program that has it";
  napi_throw_error(env, nullptr, message.c_str());
  return false;
}

}  // namespace rx_outlook

#include "bridge/windows/identity.h"

#include <sddl.h>

#include <memory>

#include "base/windows/handle.h"
#include "base/windows/text.h"

namespace rx_outlook::bridge {
namespace {

struct User {
  TOKEN_USER user;
  BYTE sid[SECURITY_MAX_SID_SIZE];  // `user` points here
};

DWORD IdentityOf(HANDLE process, Identity& identity) {
  Handle token;
  if (OpenProcessToken(process, TOKEN_QUERY, token.Put()) == 0) return GetLastError();
  User found{};
  DWORD size = 0;
  LPWSTR text = nullptr;
  if (GetTokenInformation(token.get(), TokenUser, &found, sizeof(found), &size) == 0 ||
      GetTokenInformation(token.get(), TokenSessionId, &identity.session, sizeof(identity.session),
                          &size) == 0 ||
      ConvertSidToStringSidW(found.user.User.Sid, &text) == 0) {
    return GetLastError();
  }
  const std::unique_ptr<wchar_t, FreeLocal> owned(text);
  identity.user = text;
  return ERROR_SUCCESS;
}

}  // namespace

DWORD FindOwnIdentity(Identity& identity) { return IdentityOf(GetCurrentProcess(), identity); }

DWORD FindIdentity(DWORD process, Identity& identity) {
  const Handle opened(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process));
  return opened ? IdentityOf(opened.get(), identity) : GetLastError();
}

std::string WhyDistrusted(const Identity& own, DWORD process) {
  const std::string name = "process " + std::to_string(process);
  Identity other;
  const DWORD error = FindIdentity(process, other);
  if (error == ERROR_ACCESS_DENIED) {
    return name + " does not let this process ask for its user: it is another user's, or elevated";
  }
  if (error != ERROR_SUCCESS) return name + " cannot be asked for its user: " + ErrorText(error);
  if (other.user != own.user) {
    return name + " is another user's: " + ToUtf8(other.user) + ", this one's is " +
           ToUtf8(own.user);
  }
  if (other.session != own.session) {
    return name + " is in another session of the user's: " + std::to_string(other.session) +
           ", this one is in " + std::to_string(own.session);
  }
  return {};
}

}  // namespace rx_outlook::bridge

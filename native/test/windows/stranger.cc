// Opens a pipe like this user's process, but without the user's rights: with a token whose user SID
// is used only to deny. Prints the error, or 0. The argument is the pipe.
#include <windows.h>

#include <cstdio>

#include "base/windows/handle.h"

using rx_outlook::Handle;

namespace {

struct User {
  TOKEN_USER user;
  BYTE sid[SECURITY_MAX_SID_SIZE];
};

bool BecomeNobody() {
  Handle own;
  Handle restricted;
  Handle nobody;
  User user{};
  DWORD size = 0;
  if (OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, own.Put()) == 0 ||
      GetTokenInformation(own.get(), TokenUser, &user, sizeof(user), &size) == 0) {
    return false;
  }
  SID_AND_ATTRIBUTES disabled{user.user.User.Sid, 0};
  return CreateRestrictedToken(own.get(), 0, 1, &disabled, 0, nullptr, 0, nullptr,
                               restricted.Put()) != 0 &&
         DuplicateToken(restricted.get(), SecurityImpersonation, nobody.Put()) != 0 &&
         SetThreadToken(nullptr, nobody.get()) != 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2 || !BecomeNobody()) {
    std::printf("cannot drop the rights: %lu\n", GetLastError());
    return 1;
  }
  const Handle pipe(CreateFileA(arguments[1], GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION,
                                nullptr));
  std::printf("%lu\n", pipe ? 0 : GetLastError());
  return 0;
}

#include "bridge/posix/reached.h"

#include <cerrno>
#include <utility>

#include "bridge/posix/error_text.h"

namespace rx_outlook::bridge {

Reached ReachedBy(int error) noexcept {
  switch (error) {
    case ENOENT:
    case ECONNREFUSED:
      return Reached::kNobody;
    case EAGAIN:  // the server's queue of connections is full
      return Reached::kBusy;
    case EACCES:
    case EPERM:
    case ELOOP:
    case ENOTDIR:  // no folder, or a symbolic link to one
      return Reached::kRefused;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case ENOSPC:  // temporary, as for memory
    case EDQUOT:
      return Reached::kLimit;
    case ENAMETOOLONG:
    case EROFS:
      return Reached::kNoPlace;
    default:
      return Reached::kFailed;
  }
}

bool Fail(Reaching& reaching, Reached reached, std::string text) {
  reaching = {reached, std::move(text)};
  return false;
}

bool FailWithErrno(Reaching& reaching, const std::string& what) {
  const int error = errno;
  return Fail(reaching, ReachedBy(error), what + ": " + ErrorText(error));
}

}  // namespace rx_outlook::bridge

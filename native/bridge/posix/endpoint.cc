#include "bridge/posix/endpoint.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "bridge/posix/error_text.h"
#include "bridge/posix/linux.h"
#include "bridge/posix/reached.h"
#include "bridge/posix/sockets.h"

namespace rx_outlook::bridge {
namespace {

constexpr const char* kSocketName = "bridge";
constexpr const char* kMarkName = "bridge.lock";
constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;
constexpr int kBacklog = 64;

bool AddressOf(const Endpoint& endpoint, sockaddr_un& address, Reaching& reaching) {
  address = {};
  address.sun_family = AF_UNIX;
  if (endpoint.socket.size() >= sizeof(address.sun_path)) {
    return Fail(reaching, Reached::kNoPlace,
                endpoint.socket + " is too long for the path of a socket");
  }
  std::memcpy(address.sun_path, endpoint.socket.c_str(), endpoint.socket.size() + 1);
  return true;
}

// The folder is missing. A server can make it, unless the folder around it forbids that.
bool FailWithoutFolder(const Endpoint& endpoint, Reaching& reaching) {
  const std::string around = endpoint.path.substr(0, endpoint.path.rfind('/') + 1);
  if (faccessat(AT_FDCWD, around.c_str(), W_OK | X_OK, AT_EACCESS) == 0) {
    return Fail(reaching, Reached::kNobody, "there is no folder " + endpoint.path);
  }
  const int error = errno;
  const Reached reached = ReachedBy(error);
  return Fail(reaching, reached == Reached::kLimit ? reached : Reached::kNoPlace,
              "no server can make the folder " + endpoint.path + ": " + ErrorText(error));
}

// Sets the mode that the umask has reduced: JavaScript may change the umask at any time, on another
// thread. Opening the folder reports a failure.
void GiveModeBack(const Endpoint& endpoint) noexcept {
#ifdef RX_OUTLOOK_LINUX
  // O_PATH needs no right to the folder, and stays on the folder that was checked.
  const Descriptor made(open(endpoint.path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat found{};
  if (!made || fstat(made.get(), &found) != 0 || (found.st_mode & kPrivateFolder) == kPrivateFolder)
    return;
  static_cast<void>(!chmod(DescriptorPath(made.get()).data(), kPrivateFolder));
#else
  static_cast<void>(
      !fchmodat(AT_FDCWD, endpoint.path.c_str(), kPrivateFolder, AT_SYMLINK_NOFOLLOW));
#endif
}

bool MakeFolder(const Endpoint& endpoint, Reaching& reaching) {
  if (mkdir(endpoint.path.c_str(), kPrivateFolder) == 0) {
    GiveModeBack(endpoint);
    return true;
  }
  if (errno == EEXIST) return true;
  const int error = errno;
  // No place for a server, unless the failure is temporary or not about the place.
  const Reached reached = ReachedBy(error);
  const bool is_other = reached == Reached::kLimit || reached == Reached::kFailed;
  return Fail(reaching, is_other ? reached : Reached::kNoPlace,
              "cannot make the folder " + endpoint.path + ": " + ErrorText(error));
}

bool FailNotPrivate(const Endpoint& endpoint, Reaching& reaching) {
  return Fail(reaching, Reached::kRefused,
              "the folder " + endpoint.path +
                  " is not private to this user (owner and mode 0700): its socket is not "
                  "trusted");
}

// Watchers of the folder saw the socket before it listened; a touch is another event. A failure
// only delays them.
void TellWatchers(int folder) noexcept {
#ifdef RX_OUTLOOK_LINUX
  static_cast<void>(utimensat(folder, kSocketName, nullptr, AT_SYMLINK_NOFOLLOW));
#else
  static_cast<void>(futimens(folder, nullptr));  // kqueue reports no change of an entry's times
#endif
}

bool IsSame(const struct stat& one, const struct stat& other) noexcept {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

}  // namespace

std::string EndpointFolder(const Surroundings& from) {
  const std::string& runtime = from.runtime_folder;
  const std::string suffix = from.place.empty() ? "" : "-" + from.place;
  if (!runtime.empty() && runtime.front() == '/') return runtime + "/rx-outlook" + suffix;
  return "/tmp/rx-outlook-" + std::to_string(from.user) + suffix;
}

bool IsNamed(int folder, const std::string& path) noexcept {
  struct stat held{};
  struct stat named{};
  return fstat(folder, &held) == 0 && lstat(path.c_str(), &named) == 0 && IsSame(held, named);
}

bool IsPrivate(int folder, unsigned user) noexcept {
  struct stat found{};
  return fstat(folder, &found) == 0 && found.st_uid == user && (found.st_mode & 077) == 0;
}

bool OpenEndpoint(const Surroundings& from, bool make, Endpoint& endpoint, Reaching& reaching) {
  endpoint.user = from.user;
  endpoint.path = EndpointFolder(from);
  endpoint.socket = endpoint.path + "/" + kSocketName;
  sockaddr_un address{};
  if (!IsUsablePlace(from.place, reaching) || !AddressOf(endpoint, address, reaching)) return false;
  if (make && !MakeFolder(endpoint, reaching)) return false;
  // O_NOFOLLOW: the folder that is checked must be the one that is used.
  endpoint.folder =
      Descriptor(open(endpoint.path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!endpoint.folder) {
    const int error = errno;
    struct stat found{};
    const bool is_there = lstat(endpoint.path.c_str(), &found) == 0;
    if (!is_there && (error == ENOENT || error == ENOTDIR)) {
      return FailWithoutFolder(endpoint, reaching);
    }
    errno = error;
    return FailWithErrno(reaching, "cannot open the folder " + endpoint.path);
  }
  return IsPrivate(endpoint.folder.get(), endpoint.user) || FailNotPrivate(endpoint, reaching);
}

bool MakePrivate(const Endpoint& endpoint, Reaching& reaching) {
  const int folder = endpoint.folder.get();
  if (IsPrivate(folder, endpoint.user)) return true;
  if (fchmod(folder, kPrivateFolder) != 0) {
    return FailWithErrno(reaching, "cannot make the folder " + endpoint.path + " private again");
  }
  return IsPrivate(folder, endpoint.user) || FailNotPrivate(endpoint, reaching);
}

bool ListenAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener,
              Reaching& reaching) {
  // The lock is on the folder itself: a locked file in it could be replaced by another unnoticed.
  if (flock(endpoint.folder.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return FailWithErrno(reaching, "cannot lock " + endpoint.path);
    return Fail(reaching, Reached::kTaken,
                "another server of this user listens at " + endpoint.socket + " already");
  }
  return ListenAgainAt(endpoint, mark, listener, reaching);
}

bool ListenAgainAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener,
                   Reaching& reaching) {
  const int folder = endpoint.folder.get();
  mark = Descriptor(
      openat(folder, kMarkName, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
  if (!mark) return FailWithErrno(reaching, "cannot open " + endpoint.path + "/" + kMarkName);
  // As for the socket: the umask could leave a file that the next server cannot open.
  struct stat marked{};
  if (fstat(mark.get(), &marked) == 0 && (marked.st_mode & 0777) != kPrivateFile) {
    static_cast<void>(!fchmod(mark.get(), kPrivateFile));
  }
  sockaddr_un address{};
  if (!AddressOf(endpoint, address, reaching)) return false;
  if (unlinkat(folder, kSocketName, 0) != 0 && errno != ENOENT) {
    return FailWithErrno(reaching, "cannot remove the old file at " + endpoint.socket);
  }
  listener = NewSocket();
  if (!listener ||
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      // Independent of the umask, which JavaScript may change on another thread.
      fchmodat(folder, kSocketName, kPrivateFile, 0) != 0 ||
      listen(listener.get(), kBacklog) != 0) {
    return FailWithErrno(reaching, "cannot listen at " + endpoint.socket);
  }
  TellWatchers(folder);
  return true;
}

unsigned long long SocketNumber(const Endpoint& endpoint) noexcept {
  struct stat found{};
  const bool is_socket =
      fstatat(endpoint.folder.get(), kSocketName, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISSOCK(found.st_mode);
  return is_socket ? found.st_ino : 0;
}

bool IsInPlace(const Endpoint& endpoint, const Descriptor& mark,
               unsigned long long socket) noexcept {
  const int folder = endpoint.folder.get();
  struct stat held{};
  struct stat named{};
  if (!IsNamed(folder, endpoint.path) || !IsPrivate(folder, endpoint.user)) return false;
  return fstat(mark.get(), &held) == 0 &&
         fstatat(folder, kMarkName, &named, AT_SYMLINK_NOFOLLOW) == 0 && IsSame(held, named) &&
         SocketNumber(endpoint) == socket;
}

bool ConnectTo(const Endpoint& endpoint, Descriptor& connection, Reaching& reaching) {
  struct stat found{};
  if (fstatat(endpoint.folder.get(), kSocketName, &found, AT_SYMLINK_NOFOLLOW) != 0) {
    return FailWithErrno(reaching, "no server listens at " + endpoint.socket);
  }
  if (!S_ISSOCK(found.st_mode) || found.st_uid != endpoint.user) {
    return Fail(reaching, Reached::kRefused,
                endpoint.socket + " is not a socket of this user's: it is not trusted");
  }
  sockaddr_un address{};
  if (!AddressOf(endpoint, address, reaching)) return false;
  connection = NewSocket();
  if (!connection) return FailWithErrno(reaching, "cannot make a socket");
  if (connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) !=
      0) {
    return FailWithErrno(reaching, "no server answers at " + endpoint.socket);
  }
  if (!IsPeerOf(endpoint.user, connection.get())) {
    return Fail(reaching, Reached::kRefused,
                "the server at " + endpoint.socket + " is another user's: it is not trusted");
  }
  return true;
}

bool IsPeerOf(unsigned user, int connection) noexcept {
#ifdef SO_PEERCRED
  ucred peer{};
  socklen_t size = sizeof(peer);
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == user;
#else
  uid_t peer = 0;
  gid_t group = 0;
  return getpeereid(connection, &peer, &group) == 0 && peer == user;
#endif
}

}  // namespace rx_outlook::bridge

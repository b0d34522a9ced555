#include "bridge/posix/endpoint.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "bridge/posix/sockets.h"

namespace rx_outlook::bridge {
namespace {

constexpr const char* kSocketName = "bridge";
constexpr const char* kLockName = "bridge.lock";
constexpr mode_t kPrivateFolder = 0700;
constexpr mode_t kPrivateFile = 0600;
constexpr int kBacklog = 64;

// Always false.
bool Fail(Reaching& reaching, Reached reached, std::string text) {
  reaching = {reached, std::move(text)};
  return false;
}

Reached ReachedBy(int error) noexcept {
  switch (error) {
    case ENOENT:
    case ECONNREFUSED:
      return Reached::kNobody;
    case EAGAIN:  // as many as may are waiting for the server
      return Reached::kBusy;
    case EACCES:
    case EPERM:
    case ELOOP:
    case ENOTDIR:  // no folder, or a symbolic link to one
      return Reached::kRefused;
    default:
      return Reached::kFailed;
  }
}

bool FailWithErrno(Reaching& reaching, const std::string& what) {
  const int error = errno;
  return Fail(reaching, ReachedBy(error), what + ": " + std::system_category().message(error));
}

bool AddressOf(const Endpoint& endpoint, sockaddr_un& address, Reaching& reaching) {
  address = {};
  address.sun_family = AF_UNIX;
  if (endpoint.socket.size() >= sizeof(address.sun_path)) {
    return Fail(reaching, Reached::kFailed,
                endpoint.socket + " is too long for the path of a socket");
  }
  std::memcpy(address.sun_path, endpoint.socket.c_str(), endpoint.socket.size() + 1);
  return true;
}

}  // namespace

std::string EndpointFolder() {
  const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && runtime[0] == '/') return std::string(runtime) + "/rx-outlook";
  return "/tmp/rx-outlook-" + std::to_string(geteuid());
}

bool OpenEndpoint(bool make, Endpoint& endpoint, Reaching& reaching) {
  endpoint.path = EndpointFolder();
  endpoint.socket = endpoint.path + "/" + kSocketName;
  const char* const path = endpoint.path.c_str();
  if (make && mkdir(path, kPrivateFolder) != 0 && errno != EEXIST) {
    return FailWithErrno(reaching, "cannot make the folder " + endpoint.path);
  }
  // Not by way of a symbolic link: the folder that is looked at is the one that is used.
  endpoint.folder = Descriptor(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!endpoint.folder) return FailWithErrno(reaching, "cannot open the folder " + endpoint.path);
  struct stat found{};
  if (fstat(endpoint.folder.get(), &found) != 0) {
    return FailWithErrno(reaching, "cannot look at the folder " + endpoint.path);
  }
  if (found.st_uid != geteuid() || (found.st_mode & 077) != 0) {
    return Fail(reaching, Reached::kRefused,
                "the folder " + endpoint.path +
                    " is not private to this user (owner and mode 0700): what is in it is not "
                    "trusted");
  }
  return true;
}

bool ListenAt(const Endpoint& endpoint, Descriptor& lock, Descriptor& listener,
              Reaching& reaching) {
  const int folder = endpoint.folder.get();
  lock = Descriptor(
      openat(folder, kLockName, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kPrivateFile));
  if (!lock) return FailWithErrno(reaching, "cannot open the lock in " + endpoint.path);
  if (flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return FailWithErrno(reaching, "cannot lock " + endpoint.path);
    return Fail(reaching, Reached::kTaken,
                "another server of this user listens at " + endpoint.socket + " already");
  }
  sockaddr_un address{};
  if (!AddressOf(endpoint, address, reaching)) return false;
  if (unlinkat(folder, kSocketName, 0) != 0 && errno != ENOENT) {
    return FailWithErrno(reaching, "cannot remove what was left at " + endpoint.socket);
  }
  listener = NewSocket();
  if (!listener ||
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener.get(), kBacklog) != 0) {
    return FailWithErrno(reaching, "cannot listen at " + endpoint.socket);
  }
  // Who watches the folder has seen the socket before anybody listened at it. That it cannot be
  // touched costs only them, and them only time.
  static_cast<void>(utimensat(folder, kSocketName, nullptr, AT_SYMLINK_NOFOLLOW));
  return true;
}

bool ConnectTo(const Endpoint& endpoint, Descriptor& connection, Reaching& reaching) {
  struct stat found{};
  if (fstatat(endpoint.folder.get(), kSocketName, &found, AT_SYMLINK_NOFOLLOW) != 0) {
    return FailWithErrno(reaching, "no server listens at " + endpoint.socket);
  }
  if (!S_ISSOCK(found.st_mode) || found.st_uid != geteuid()) {
    return Fail(reaching, Reached::kRefused,
                endpoint.socket + " is not a socket of this user's: it is not trusted");
  }
  sockaddr_un address{};
  if (!AddressOf(endpoint, address, reaching)) return false;
  connection = NewSocket();
  if (!connection || connect(connection.get(), reinterpret_cast<const sockaddr*>(&address),
                             sizeof(address)) != 0) {
    return FailWithErrno(reaching, "no server answers at " + endpoint.socket);
  }
  if (!IsPeerTheSameUser(connection.get())) {
    return Fail(reaching, Reached::kRefused,
                "the server at " + endpoint.socket + " is another user's: it is not trusted");
  }
  return true;
}

bool IsPeerTheSameUser(int connection) noexcept {
#ifdef SO_PEERCRED
  ucred peer{};
  socklen_t size = sizeof(peer);
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == geteuid();
#else
  uid_t user = 0;
  gid_t group = 0;
  return getpeereid(connection, &user, &group) == 0 && user == geteuid();
#endif
}

}  // namespace rx_outlook::bridge

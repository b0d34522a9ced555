#include "bridge/posix/sockets.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "bridge/posix/linux.h"

namespace rx_outlook::bridge {

std::uint32_t PeerProcess(int connection) noexcept {
#if defined(SO_PEERCRED)
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return 0;
  return static_cast<std::uint32_t>(peer.pid);
#elif defined(LOCAL_PEERPID)
  pid_t peer = 0;
  socklen_t size = sizeof(peer);
  if (getsockopt(connection, SOL_LOCAL, LOCAL_PEERPID, &peer, &size) != 0) return 0;
  return static_cast<std::uint32_t>(peer);
#else
  static_cast<void>(connection);
  return 0;
#endif
}

#ifdef RX_OUTLOOK_LINUX

// CLOEXEC in the same call: another thread may start a process between two calls.
Descriptor NewSocket() noexcept {
  return Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

Descriptor Accept(int listener) noexcept {
  return Descriptor(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

Pipe NewPipe() noexcept {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return {};
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

#else

namespace {

// macOS has no call that makes a descriptor with these flags. A process that libuv starts between
// the calls inherits nothing: libuv sets POSIX_SPAWN_CLOEXEC_DEFAULT there.
Descriptor Prepared(int descriptor) noexcept {
  if (descriptor >= 0) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
  }
  return Descriptor(descriptor);
}

// macOS: a write to a connection that has ended must not send SIGPIPE. The flag for the single
// call, MSG_NOSIGNAL, is newer than the oldest macOS that the binary supports.
Descriptor PreparedSocket(int descriptor) noexcept {
#ifdef SO_NOSIGPIPE
  const int yes = 1;
  if (descriptor >= 0) setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof(yes));
#endif
  return Prepared(descriptor);
}

}  // namespace

Descriptor NewSocket() noexcept { return PreparedSocket(socket(AF_UNIX, SOCK_STREAM, 0)); }

Descriptor Accept(int listener) noexcept {
  return PreparedSocket(accept(listener, nullptr, nullptr));
}

Pipe NewPipe() noexcept {
  int ends[2] = {-1, -1};
  if (pipe(ends) != 0) return {};
  return {Prepared(ends[0]), Prepared(ends[1])};
}

#endif

}  // namespace rx_outlook::bridge

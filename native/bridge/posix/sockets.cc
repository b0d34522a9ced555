#include "bridge/posix/sockets.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

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

#ifdef __linux__

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

Descriptor Prepared(int descriptor) noexcept {
  if (descriptor >= 0) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
  }
  return Descriptor(descriptor);
}

}  // namespace

Descriptor NewSocket() noexcept { return Prepared(socket(AF_UNIX, SOCK_STREAM, 0)); }

Descriptor Accept(int listener) noexcept { return Prepared(accept(listener, nullptr, nullptr)); }

Pipe NewPipe() noexcept {
  int ends[2] = {-1, -1};
  if (pipe(ends) != 0) return {};
  return {Prepared(ends[0]), Prepared(ends[1])};
}

#endif

}  // namespace rx_outlook::bridge

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <vector>

#include "bridge/posix/descriptor.h"
#include "bridge/protocol.h"
#include "rivals.h"

namespace rx_outlook::bench {
namespace {

// Makes only system calls: it runs after fork in a process with threads.
void SendAll(int socket, std::int64_t count) noexcept {
  const std::array<std::uint8_t, bridge::kEventSize> record{};
  for (std::int64_t i = 0; i < count; ++i) {
    if (send(socket, record.data(), record.size(), MSG_NOSIGNAL) != ssize_t{record.size()}) break;
  }
  _exit(0);
}

}  // namespace

Napi::Value SocketLoop(const Napi::CallbackInfo& info) {
  const std::int64_t count = info[0].ToNumber().Int64Value();
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw Napi::Error::New(info.Env(), "the system has no sockets left");
  }
  const bridge::Descriptor near(ends[0]);
  bridge::Descriptor far(ends[1]);
  std::vector<std::uint8_t> buffer(bridge::kFrameLimit);
  const auto start = std::chrono::steady_clock::now();
  const pid_t writer = fork();
  if (writer < 0) throw Napi::Error::New(info.Env(), "cannot start the writing process");
  if (writer == 0) SendAll(far.get(), count);
  far = {};  // closed here, so that the stream ends with the writer
  std::int64_t received = 0;
  for (;;) {
    const ssize_t read = recv(near.get(), buffer.data(), buffer.size(), 0);
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) break;
    received += read;
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - start;
  waitpid(writer, nullptr, 0);
  if (received != count * std::int64_t{bridge::kEventSize}) {
    throw Napi::Error::New(info.Env(), "the socket loop has lost records");
  }
  return Napi::Number::New(info.Env(), elapsed.count());
}

}  // namespace rx_outlook::bench

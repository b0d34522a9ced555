#include "bridge/posix/wait.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

namespace rx_outlook::bridge {
namespace {

constexpr int kPause = 20;  // milliseconds

void Pause(int milliseconds) noexcept {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

// Counts only descriptors that poll answers for.
int AskOneByOne(std::vector<pollfd>& descriptors) noexcept {
  int ready = 0;
  for (pollfd& descriptor : descriptors) ready += std::max(poll(&descriptor, 1, 0), 0);
  return ready;
}

}  // namespace

int WaitFor(std::vector<pollfd>& descriptors, int timeout) noexcept {
  const int ready = poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()), timeout);
  if (ready >= 0 || errno == EINTR) {
    // A descriptor that other code has closed would be announced again at once.
    if (ready > 0 && (descriptors.front().revents & POLLNVAL) != 0) Pause(kPause);
    return ready;
  }
  for (pollfd& descriptor : descriptors) descriptor.revents = 0;
  if (const int some = AskOneByOne(descriptors); some > 0) return some;
  const int pause = timeout < 0 ? kPause : std::min(timeout, kPause);
  const int woken = poll(descriptors.data(), 1, pause);
  if (woken < 0 && errno != EINTR) Pause(pause);
  return woken;
}

}  // namespace rx_outlook::bridge

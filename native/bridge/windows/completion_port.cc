#include "bridge/windows/completion_port.h"

#include <utility>

#include "base/windows/text.h"
#include "bridge/windows/stream.h"

namespace rx_outlook::bridge {
namespace {

constexpr DWORD kFailurePause = 20;  // milliseconds

}  // namespace

bool CompletionPort::Open(Reaching& reaching) {
  port_ = Handle(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1));
  if (port_) return true;
  const DWORD error = GetLastError();
  reaching = {ReachedBy(error), "cannot make a completion port: " + ErrorText(error)};
  return false;
}

void CompletionPort::Wake() noexcept {
  if (woken_.exchange(true)) return;
  // Refused only for lack of memory: then the next Wake wakes, or the longest wait ends.
  if (PostQueuedCompletionStatus(port_.get(), 0, 0, nullptr) == 0) woken_ = false;
}

bool CompletionPort::Take(DWORD timeout) noexcept {
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  OVERLAPPED* what = nullptr;
  const BOOL succeeded = GetQueuedCompletionStatus(port_.get(), &bytes, &key, &what, timeout);
  if (what != nullptr) {
    PipeStream::Completed(what, succeeded != 0 ? ERROR_SUCCESS : GetLastError(), bytes);
    return true;
  }
  if (succeeded != 0) {
    wake_taken_ = true;
    return true;
  }
  // Any other failure would repeat at once.
  if (GetLastError() != WAIT_TIMEOUT) Sleep(kFailurePause);
  return false;
}

bool CompletionPort::TakeWake() noexcept {
  const bool taken = std::exchange(wake_taken_, false);
  if (taken) woken_ = false;
  return taken;
}

}  // namespace rx_outlook::bridge

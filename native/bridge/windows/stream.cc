#include "bridge/windows/stream.h"

#include <algorithm>
#include <cstring>

namespace rx_outlook::bridge {

bool PipeStream::Attach(HANDLE port) noexcept {
  // No completion follows an operation that succeeds at once.
  return CreateIoCompletionPort(pipe_.get(), port, 0, 0) != nullptr &&
         SetFileCompletionNotificationModes(pipe_.get(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) != 0;
}

void PipeStream::Await() noexcept {
  if (ConnectNamedPipe(pipe_.get(), connecting_.Begin()) != 0) return Connected(ERROR_SUCCESS);
  const DWORD error = GetLastError();
  if (error != ERROR_IO_PENDING) Connected(error);
}

void PipeStream::Connected(DWORD error) noexcept {
  connecting_.under_way = false;
  // ERROR_NO_DATA: a client has come and gone.
  connected_ = error == ERROR_SUCCESS || error == ERROR_PIPE_CONNECTED;
}

void PipeStream::Completed(OVERLAPPED* what, DWORD error, DWORD bytes) noexcept {
  auto& operation = *static_cast<Operation*>(what);
  PipeStream& stream = operation.stream;
  if (&operation == &stream.connecting_) return stream.Connected(error);
  if (&operation == &stream.reading_) return stream.Arrived(error, bytes);
  operation.under_way = false;
  stream.is_cut_ = stream.is_cut_ || error != ERROR_SUCCESS;
}

std::size_t PipeStream::Write(const std::uint8_t* bytes, std::size_t size) noexcept {
  std::size_t written = 0;
  while (written < size && !writing_.under_way && !is_cut_) {
    const std::size_t part = std::min(size - written, outgoing_.size());
    std::memcpy(outgoing_.data(), bytes + written, part);
    if (WriteFile(pipe_.get(), outgoing_.data(), static_cast<DWORD>(part), nullptr,
                  writing_.Begin()) != 0) {
      writing_.under_way = false;
    } else if (GetLastError() != ERROR_IO_PENDING) {
      writing_.under_way = false;
      is_cut_ = true;
      break;
    }
    written += part;
  }
  is_full_ = written < size;
  return written;
}

void PipeStream::Read() noexcept {
  if (!wants_reading()) return;
  if (unread_size() == 0 || filled_ == incoming_.size()) {
    std::memmove(incoming_.data(), unread(), unread_size());
    filled_ -= taken_;
    taken_ = 0;
  }
  DWORD bytes = 0;
  if (ReadFile(pipe_.get(), incoming_.data() + filled_,
               static_cast<DWORD>(incoming_.size() - filled_), &bytes, reading_.Begin()) != 0) {
    return Arrived(ERROR_SUCCESS, bytes);
  }
  const DWORD error = GetLastError();
  if (error != ERROR_IO_PENDING) Arrived(error, 0);
}

// 0 bytes are no end: the other end may have written 0 bytes.
void PipeStream::Arrived(DWORD error, DWORD bytes) noexcept {
  reading_.under_way = false;
  if (error == ERROR_SUCCESS) {
    filled_ += bytes;
  } else {
    ended_ = true;
  }
}

void PipeStream::Close() noexcept {
  if (is_closed()) return;
  channel = nullptr;
  if (busy()) CancelIoEx(pipe_.get(), nullptr);
  pipe_ = Handle();
}

}  // namespace rx_outlook::bridge

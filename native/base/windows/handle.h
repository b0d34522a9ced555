// Owns a handle of Windows, and closes it. One thread at a time; no lock.
#pragma once

#include <windows.h>

#include <utility>

namespace rx_outlook {

class Handle {
 public:
  Handle() noexcept = default;
  // Accepts both values for no handle: some functions return INVALID_HANDLE_VALUE, some null.
  explicit Handle(HANDLE handle) noexcept
      : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
  Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Handle& operator=(Handle other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Handle() {
    if (handle_ != nullptr) CloseHandle(handle_);
  }

  // Returns an out parameter for a function that hands over a handle.
  HANDLE* Put() noexcept {
    *this = Handle();
    return &handle_;
  }

  [[nodiscard]] HANDLE get() const noexcept { return handle_; }
  explicit operator bool() const noexcept { return handle_ != nullptr; }

 private:
  HANDLE handle_ = nullptr;
};

// A deleter for memory that LocalFree frees.
struct FreeLocal {
  void operator()(void* memory) const noexcept { LocalFree(memory); }
};

}  // namespace rx_outlook

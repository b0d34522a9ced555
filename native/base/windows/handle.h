// A handle, owned. Windows only.
#pragma once

#include <windows.h>

#include <utility>

namespace rx_outlook {

class Handle {
 public:
  Handle() noexcept = default;
  // Some functions say INVALID_HANDLE_VALUE for none, some null.
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

  // For the out parameters of functions that hand one over.
  HANDLE* Put() noexcept {
    *this = Handle();
    return &handle_;
  }

  [[nodiscard]] HANDLE get() const noexcept { return handle_; }
  explicit operator bool() const noexcept { return handle_ != nullptr; }

 private:
  HANDLE handle_ = nullptr;
};

// What is freed by LocalFree.
struct FreeLocal {
  void operator()(void* memory) const noexcept { LocalFree(memory); }
};

}  // namespace rx_outlook

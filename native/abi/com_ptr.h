// Owns one reference to a COM object. The only caller of Release. One thread at a time; no lock.
#pragma once

#include <utility>

#include "abi/com.h"

namespace rx_outlook {

template <typename Interface>
class ComPtr {
 public:
  ComPtr() noexcept = default;
  ComPtr(const ComPtr& other) noexcept : pointer_(other.pointer_) { Acquire(); }
  ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ~ComPtr() { Reset(); }

  ComPtr& operator=(ComPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }

  // Takes over the caller's reference.
  static ComPtr Adopt(Interface* pointer) noexcept {
    ComPtr result;
    result.pointer_ = pointer;
    return result;
  }

  // Adds a reference of its own.
  static ComPtr Share(Interface* pointer) noexcept {
    ComPtr result = Adopt(pointer);
    result.Acquire();
    return result;
  }

  void Reset() noexcept {
    if (Interface* const last = std::exchange(pointer_, nullptr)) last->Release();
  }

  // Returns an out parameter for a COM call that hands over a reference.
  Interface** Put() noexcept {
    Reset();
    return &pointer_;
  }

  // Hands the reference to the caller, who fills an out parameter with it.
  [[nodiscard]] Interface* Detach() noexcept { return std::exchange(pointer_, nullptr); }

  [[nodiscard]] Interface* Get() const noexcept { return pointer_; }
  Interface* operator->() const noexcept { return pointer_; }
  Interface& operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

 private:
  void Acquire() const noexcept {
    if (pointer_ != nullptr) pointer_->AddRef();
  }

  Interface* pointer_ = nullptr;
};

}  // namespace rx_outlook

// Owners of an object that COM's clients refer to. All owners together hold one reference, so that
// a client that releases once too often takes none of theirs.
#pragma once

#include <utility>

namespace rx_outlook {

// Any thread. Own is called by an owner, or by the holder of a reference.
struct Owned {
  virtual void Own() noexcept = 0;
  virtual void Disown() noexcept = 0;

 protected:
  ~Owned() = default;
};

// One owner. The only place that calls Disown.
template <typename T>
class OwnPtr {
 public:
  OwnPtr() noexcept = default;
  explicit OwnPtr(T* pointer) noexcept : pointer_(pointer) { Acquire(); }
  OwnPtr(const OwnPtr& other) noexcept : pointer_(other.pointer_) { Acquire(); }
  OwnPtr(OwnPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ~OwnPtr() { Reset(); }

  OwnPtr& operator=(OwnPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }

  void Reset() noexcept {
    if (T* const last = std::exchange(pointer_, nullptr)) last->Disown();
  }

  [[nodiscard]] T* Get() const noexcept { return pointer_; }
  T* operator->() const noexcept { return pointer_; }
  T& operator*() const noexcept { return *pointer_; }

 private:
  void Acquire() const noexcept {
    if (pointer_ != nullptr) pointer_->Own();
  }

  T* pointer_ = nullptr;
};

}  // namespace rx_outlook

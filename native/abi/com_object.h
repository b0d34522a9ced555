// IUnknown for our own classes: an atomic reference count that starts at one, and QueryInterface
// for the interfaces that the class lists. Any thread; no lock.
#pragma once

#include <atomic>
#include <utility>

#include "abi/com.h"
#include "abi/com_ptr.h"

namespace rx_outlook {

// Answers(riid) for an interface and those it derives from. Specialised beside each interface:
// neither the system's headers nor ours attach the ids to the type in a portable way.
template <typename Interface>
struct InterfaceTraits;

template <typename Derived, typename First, typename... Rest>
class ComObject : public First, public Rest... {
 public:
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) noexcept override {
    if (ppvObject == nullptr) return E_POINTER;
    *ppvObject = nullptr;
    if (riid == IID_IUnknown) *ppvObject = static_cast<First*>(this);
    Offer<First>(riid, ppvObject);
    (Offer<Rest>(riid, ppvObject), ...);
    if (*ppvObject == nullptr) return E_NOINTERFACE;
    AddRef();
    return S_OK;
  }

  ULONG STDMETHODCALLTYPE AddRef() noexcept override {
    return references_.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const ULONG left = references_.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left == 0) delete static_cast<Derived*>(this);
    return left;
  }

  // For counters only; the value may change at once.
  [[nodiscard]] ULONG references() const noexcept {
    return references_.load(std::memory_order_relaxed);
  }

 protected:
  ~ComObject() = default;

  std::atomic<ULONG> references_{1};

 private:
  // Private, so that a class cannot name another class as Derived by mistake.
  friend Derived;
  ComObject() noexcept = default;
  ComObject(const ComObject&) = delete;
  ComObject& operator=(const ComObject&) = delete;

  template <typename Interface>
  void Offer(REFIID riid, void** ppvObject) noexcept {
    if (*ppvObject == nullptr && InterfaceTraits<Interface>::Answers(riid)) {
      *ppvObject = static_cast<Interface*>(this);
    }
  }
};

template <typename T, typename... Arguments>
ComPtr<T> MakeCom(Arguments&&... arguments) {
  return ComPtr<T>::Adopt(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace rx_outlook

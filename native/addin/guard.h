// Guarded turns an exception into an HRESULT: none may reach Outlook. Any thread; no lock.
#pragma once

#include <windows.h>

#include <exception>
#include <new>

namespace rx_outlook::addin {

template <typename Body>
HRESULT Guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  } catch (...) {
    return E_UNEXPECTED;
  }
}

}  // namespace rx_outlook::addin

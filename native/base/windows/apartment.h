// COM's initialisation on the constructing thread, in the multithreaded apartment. Constructed and
// destroyed on one thread; no lock.
#pragma once

#include <windows.h>

#include <objbase.h>

namespace rx_outlook {

class Apartment {
 public:
  Apartment() : entered_(CoInitializeEx(nullptr, COINIT_MULTITHREADED)) {}
  Apartment(const Apartment&) = delete;
  Apartment& operator=(const Apartment&) = delete;
  ~Apartment() {
    if (SUCCEEDED(entered_)) CoUninitialize();
  }

  [[nodiscard]] HRESULT entered() const noexcept { return entered_; }

 private:
  const HRESULT entered_;
};

}  // namespace rx_outlook

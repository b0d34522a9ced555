#include "binary/pin.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace rx_outlook {

void PinBinary() noexcept {
  const auto self = reinterpret_cast<void*>(&PinBinary);
#ifdef _WIN32
  HMODULE pinned = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     static_cast<LPCWSTR>(self), &pinned);
#else
  Dl_info info{};
  if (dladdr(self, &info) != 0) {
    // Never closed: the open handle pins the binary.
    static_cast<void>(dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE));
  }
#endif
}

}  // namespace rx_outlook

#include "bridge/posix/error_text.h"

#include <cstring>
#ifdef __APPLE__
#include <cstdio>
#endif

#ifdef __GLIBC__
// Since glibc 2.32. Weak: the binary runs with older ones, and may be built against their headers.
// NOLINTNEXTLINE(readability-redundant-declaration)
extern "C" const char* strerrordesc_np(int error) noexcept __attribute__((weak));
#endif

namespace rx_outlook::bridge {
namespace {

// Not strerror of glibc and macOS: it takes the text from the locale, and so reads the environment,
// which JavaScript may be changing. musl's reads the environment only when a program sets its
// locale.
const char* Described(int error) noexcept {
#if defined(__APPLE__)
  return error > 0 && error < sys_nerr ? sys_errlist[error] : nullptr;
#elif defined(__GLIBC__)
  return strerrordesc_np == nullptr ? nullptr : strerrordesc_np(error);
#else
  return std::strerror(error);
#endif
}

}  // namespace

std::string ErrorText(int error) {
  std::string number = "error " + std::to_string(error);
  const char* const text = Described(error);
  if (text != nullptr) return std::string(text) + " (" + number + ")";
  return number;
}

}  // namespace rx_outlook::bridge

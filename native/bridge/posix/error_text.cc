#include "bridge/posix/error_text.h"

#include <cstring>

namespace rx_outlook::bridge {

std::string ErrorText(int error) {
  std::string number = "error " + std::to_string(error);
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 32)
  const char* const text = strerrordesc_np(error);
  if (text != nullptr) return std::string(text) + " (" + number + ")";
#endif
  return number;
}

}  // namespace rx_outlook::bridge

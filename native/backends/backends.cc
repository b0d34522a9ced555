#include "backends/backends.h"

#include "backends/embedded/outlook.h"

namespace rx_outlook {

const std::vector<const Backend*>& Backends() {
  static const auto* const backends = new std::vector<const Backend*>{&embedded::kBackend};
  return *backends;
}

const Backend* FindBackend(std::string_view name) {
  for (const Backend* const backend : Backends()) {
    if (name == backend->name) return backend;
  }
  return nullptr;
}

}  // namespace rx_outlook

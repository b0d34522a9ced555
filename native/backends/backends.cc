#include "backends/backends.h"

#include "backends/auto/auto.h"
#include "backends/bridge/bridge.h"
#include "backends/embedded/outlook.h"
#ifdef _WIN32
#include "backends/automation/outlook.h"
#include "backends/msmapi/outlook.h"
#endif

namespace rx_outlook {

const std::vector<const Backend*>& Backends() {
  static const auto* const backends = new std::vector<const Backend*>{
      &embedded::kBackend,  &bridge::kBackend,
#ifdef _WIN32
      &msmapi::kBackend,    &automation::kBackend,
#endif
      &automatic::kBackend,
  };
  return *backends;
}

const std::vector<Backend>& WaysOfAuto() { return automatic::Ways(); }

const Backend* FindBackend(std::string_view name) {
  for (const Backend* const backend : Backends()) {
    if (name == backend->name) return backend;
  }
  return nullptr;
}

}  // namespace rx_outlook

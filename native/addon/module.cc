// The module entry. The benchmark has another one (bench/native), which adds its rivals.
#include "addon/addon.h"
#include "addon/node_api_host.h"

// The macro needs the name of a function in scope.
static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  if (!rx_outlook::HostHasNodeApi(env)) return {};
  return rx_outlook::Init(env, exports);
}

NODE_API_MODULE(rx_outlook, InitModule)

// The module entry. The benchmark has one of its own (bench/native), with rivals beside the addon.
#include "addon/addon.h"

// The macro wants the name of a function in scope.
static Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  return rx_outlook::Init(env, exports);
}

NODE_API_MODULE(rx_outlook, InitModule)

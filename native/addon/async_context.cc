#include "addon/async_context.h"

namespace rx_outlook {

Napi::Value CallOutside(const Napi::Function& function) {
  const Napi::Env env = function.Env();
  napi_value result = nullptr;
  // A new receiver: Node before 24 keeps the stores of AsyncLocalStorage there.
  const napi_status status =
      napi_make_callback(env, nullptr, Napi::Object::New(env), function, 0, nullptr, &result);
  NAPI_THROW_IF_FAILED(env, status, Napi::Value());
  return {env, result};
}

}  // namespace rx_outlook

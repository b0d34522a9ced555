// The stand-in as a module of Node: JavaScript that loads the same DLL controls the profiles that
// HrOpenOfflineObj opens. A host without Node-API calls nothing in this file.
#include "addon/addon.h"
#include "addon/node_api_host.h"
#include "mapi_use.h"

namespace {

using namespace rx_outlook;

Napi::Value MapiUse(const Napi::CallbackInfo& info) {
  const standin::MapiUse use = standin::CurrentMapiUse();
  const Napi::Object result = Napi::Object::New(info.Env());
  result.Set("balance", static_cast<double>(use.balance));
  result.Set("threads", static_cast<double>(use.threads));
  result.Set("flags", static_cast<double>(use.flags));
  result.Set("apartment", static_cast<double>(use.apartment));
  return result;
}

void FailNextInitialize(const Napi::CallbackInfo& info) {
  standin::FailNextInitialize(info[0].As<Napi::Number>().Int32Value());
}

Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  if (!HostHasNodeApi(env)) return {};
  exports.Set("mapiUse", Napi::Function::New<MapiUse>(env));
  exports.Set("failNextInitialize", Napi::Function::New<FailNextInitialize>(env));
  return Init(env, exports);
}

}  // namespace

NODE_API_MODULE(msmapi32, InitModule)

// The module entry of the benchmark's binary: the addon and the rivals, built alike and in one
// process.
#include <malloc.h>

#include "addon/addon.h"
#include "addon/node_api_host.h"
#include "rivals.h"

namespace {

// () -> bytes that native code has allocated and not freed.
Napi::Value AllocatedBytes(const Napi::CallbackInfo& info) {
  const struct mallinfo2 use = mallinfo2();
  return Napi::Number::New(info.Env(), static_cast<double>(use.uordblks + use.hblkhd));
}

Napi::Object InitModule(Napi::Env env, Napi::Object exports) {
  using namespace rx_outlook;
  if (!HostHasNodeApi(env)) return {};
  const Napi::Object rivals = Napi::Object::New(env);
  rivals.Set("objectFlood", Napi::Function::New<bench::ObjectFlood>(env));
  rivals.Set("adviseLoop", Napi::Function::New<bench::AdviseLoop>(env));
  rivals.Set("pacedFlood", Napi::Function::New<bench::PacedFlood>(env));
  rivals.Set("makePinger", Napi::Function::New<bench::MakePinger>(env));
  rivals.Set("socketLoop", Napi::Function::New<bench::SocketLoop>(env));
  rivals.Set("timedNotify", Napi::Function::New<bench::TimedNotify>(env));
  rivals.Set("allocatedBytes", Napi::Function::New<AllocatedBytes>(env));
  exports.Set("rivals", rivals);
  return Init(env, exports);
}

}  // namespace

NODE_API_MODULE(rx_outlook_bench, InitModule)

// The exports of the binary, for lib/binary.cts, and its functions for an environment. Each runs on
// the environment's JavaScript thread.
#include "addon/addon.h"

#include <memory>

#include "abi/layout.h"
#include "addon/arguments.h"
#include "addon/async_context.h"
#include "addon/bridge_probe.h"
#include "addon/bridge_server.h"
#include "addon/embedded_profile.h"
#include "addon/environment.h"
#include "addon/output_reader.h"
#include "addon/session_functions.h"
#include "backends/backends.h"
#include "binary/pin.h"
#include "core/clock.h"
#include "seam/hresult.h"
#ifdef _WIN32
#include "addon/windows.h"
#endif

namespace rx_outlook {
namespace {

// Raised when an argument or a result changes: copies of the package share a binary only when they
// have the same number, which lib/binary.cts has, too.
constexpr std::uint32_t kAbiVersion = 7;

void Attach(const Napi::CallbackInfo& info) {  // (wake, ArrayBuffer)
  Environment::Of(info.Env()).Attach(info[0].As<Napi::Function>(), info[1].As<Napi::ArrayBuffer>());
}

// () -> the number of records in the attached buffer; 0 when none waits: the next one wakes then.
Napi::Value Drain(const Napi::CallbackInfo& info) {
  const std::size_t count = Environment::Of(info.Env()).Drain();
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

// (function) -> its result
Napi::Value Outside(const Napi::CallbackInfo& info) {
  return CallOutside(info[0].As<Napi::Function>());
}

void KeepAlive(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).KeepAlive(info[0].ToBoolean());
}

// () -> a realm, which the global object keeps and passes to SetSurroundings
Napi::Value MakeRealm(const Napi::CallbackInfo& info) {
  return Environment::Of(info.Env()).realms().Make(info.Env());
}

// ($XDG_RUNTIME_DIR, $RX_OUTLOOK_PLACE, each '' if not set, realm), for the calls that follow
void SetSurroundings(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env())
      .SetSurroundings(Surroundings::Now(NameArgument(info, 0), NameArgument(info, 1),
                                         Realms::Argument(info, 2)));
}

// () -> whether there is a watch, one for the whole environment
Napi::Value WatchPlace(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Environment::Of(info.Env()).WatchPlace());
}

void UnwatchPlace(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).UnwatchPlace(); }

// () -> [{ profile, account?, operation, hresult }]: breaches of contract by offline objects
Napi::Value TakeFaults(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  for (const Fault& fault : Environment::Of(info.Env()).queue()->TakeFaults()) {
    const Napi::Object told = Napi::Object::New(info.Env());
    told.Set("profile", fault.of.profile);
    // An own property in every case: a polluted Object.prototype names no account.
    told.Set("account", fault.of.account.empty() ? info.Env().Undefined()
                                                 : Napi::String::New(info.Env(), fault.of.account));
    told.Set("operation", static_cast<std::uint32_t>(fault.operation));
    told.Set("hresult", fault.hr);
    result.Set(result.Length(), told);
  }
  return result;
}

// (request): answers it after every record that is in the queue now.
void Fence(const Napi::CallbackInfo& info) {
  Record answer{};
  answer.slot = NumberArgument(info, 0);
  answer.kind = RecordKind::kAnswer;
  NotificationQueue& queue = *Environment::Of(info.Env()).queue();
  queue.ExpectAnswers(1);
  queue.PushAnswer(answer);
}

Napi::Value Counts(const Napi::CallbackInfo& info) {
  const NotificationQueue::Counts counts = Environment::Of(info.Env()).queue()->counts();
  const Napi::Object result = Napi::Object::New(info.Env());
  result.Set("received", static_cast<double>(counts.received));
  result.Set("merged", static_cast<double>(counts.merged));
  result.Set("dropped", static_cast<double>(counts.dropped));
  result.Set("depth", static_cast<double>(counts.depth));
  return result;
}

Napi::Value NameOfHresult(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), HresultName(info[0].ToNumber().Int32Value()));
}

// () -> milliseconds since the epoch, by the clock of the notifications' timestamps
Napi::Value TimeOfDay(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), Now());
}

template <std::size_t Size>
Napi::Array Names(Napi::Env env, const char* const (&names)[Size]) {
  const Napi::Array result = Napi::Array::New(env, Size);
  for (std::uint32_t i = 0; i < Size; ++i) result.Set(i, names[i]);
  return result;
}

Napi::Array BackendNames(Napi::Env env) {
  const Napi::Array result = Napi::Array::New(env);
  for (const Backend* const backend : Backends()) result.Set(result.Length(), backend->name);
  return result;
}

Napi::Array WayNames(Napi::Env env) {
  const Napi::Array result = Napi::Array::New(env);
  for (const Backend& way : WaysOfAuto()) result.Set(result.Length(), way.name);
  return result;
}

void CloseOnExit(Napi::Env env) {
  const auto process = env.Global().Get("process").As<Napi::Object>();
  const auto close = Napi::Function::New(
      env, [](const Napi::CallbackInfo& info) { Environment::Of(info.Env()).Close(); });
  process.Get("once").As<Napi::Function>().Call(process, {Napi::String::New(env, "exit"), close});
}

}  // namespace

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  PinBinary();
  env.SetInstanceData(std::make_unique<Environment>(env).release());
  CloseOnExit(env);

  exports.Set("abi", kAbiVersion);
  exports.Set("backends", BackendNames(env));
  exports.Set("ways", WayNames(env));
  exports.Set("operations", Names(env, kOperationNames));
  exports.Set("embeddedCalls", Names(env, embedded::kCallNames));
  exports.Set("attach", Napi::Function::New<Attach>(env));
  exports.Set("drain", Napi::Function::New<Drain>(env));
  exports.Set("outside", Napi::Function::New<Outside>(env));
  exports.Set("keepAlive", Napi::Function::New<KeepAlive>(env));
  exports.Set("makeRealm", Napi::Function::New<MakeRealm>(env));
  exports.Set("setSurroundings", Napi::Function::New<SetSurroundings>(env));
  DefineSessionFunctions(env, exports);
  exports.Set("watchPlace", Napi::Function::New<WatchPlace>(env));
  exports.Set("unwatchPlace", Napi::Function::New<UnwatchPlace>(env));
  exports.Set("takeFaults", Napi::Function::New<TakeFaults>(env));
  exports.Set("fence", Napi::Function::New<Fence>(env));
  exports.Set("counts", Napi::Function::New<Counts>(env));
  exports.Set("hresultName", Napi::Function::New<NameOfHresult>(env));
  exports.Set("now", Napi::Function::New<TimeOfDay>(env));
  exports.Set("EmbeddedProfile", EmbeddedProfile::Define(env));
  exports.Set("BridgeServer", BridgeServer::Define(env));
  exports.Set("isOutputUnread", Napi::Function::New<IsOutputUnread>(env));
  exports.Set("probeBridge", Napi::Function::New<ProbeBridge>(env));
#ifdef _WIN32
  exports.Set("windows", WindowsValue(env));
#endif
  return exports;
}

}  // namespace rx_outlook

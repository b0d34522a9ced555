// What JavaScript sees of the binary. lib/binary.cts is its other half.
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
#include "backends/backends.h"
#include "binary/pin.h"
#include "core/clock.h"
#include "seam/hresult.h"
#ifdef _WIN32
#include "addon/windows.h"
#endif

namespace rx_outlook {
namespace {

// Raised whenever lib/ and the binary would misunderstand each other: two copies of the package
// share a binary only when it is the same.
constexpr std::uint32_t kAbiVersion = 4;

void Attach(const Napi::CallbackInfo& info) {  // (wake, ArrayBuffer)
  Environment::Of(info.Env()).Attach(info[0].As<Napi::Function>(), info[1].As<Napi::ArrayBuffer>());
}

// () -> how many records are in the attached buffer now; 0: none left, the next one wakes again.
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

// () -> what a global object keeps, and hands over whenever it asks for something
Napi::Value MakeRealm(const Napi::CallbackInfo& info) {
  return Environment::Of(info.Env()).realms().Make(info.Env());
}

// ($XDG_RUNTIME_DIR, $RX_OUTLOOK_PLACE, each '' if not set, realm): who asks for what follows
void SetSurroundings(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env())
      .SetSurroundings(Surroundings::Now(NameArgument(info, 0), NameArgument(info, 1),
                                         Realms::Argument(info, 2)));
}

// Each of the following takes the backend's index in `backends` first, and returns false after the
// environment has closed.
template <typename Body>
Napi::Value OnSession(const Napi::CallbackInfo& info, Body body) {
  Session* const session = Environment::Of(info.Env()).SessionOn(NumberArgument(info, 0));
  if (session != nullptr) body(*session);
  return Napi::Boolean::New(info.Env(), session != nullptr);
}

Napi::Value Subscribe(const Napi::CallbackInfo& info) {  // (backend, slot, generation, profile)
  return OnSession(info, [&info](Session& session) {
    session.Subscribe({NumberArgument(info, 1), NumberArgument(info, 2)}, TextArgument(info, 3));
  });
}

Napi::Value Unsubscribe(const Napi::CallbackInfo& info) {  // (backend, slot, generation)
  return OnSession(info, [&info](Session& session) {
    session.Unsubscribe({NumberArgument(info, 1), NumberArgument(info, 2)});
  });
}

void Flush(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).Flush(); }

// (backend, slot, generation); it is known until it is unsubscribed.
const Registration* RegistrationArgument(const Napi::CallbackInfo& info) {
  Session* const session = Environment::Of(info.Env()).SessionOn(NumberArgument(info, 0));
  const RegistrationKey key{NumberArgument(info, 1), NumberArgument(info, 2)};
  return session == nullptr ? nullptr : session->Find(key);
}

template <typename Value>
Napi::Value OfRegistration(const Napi::CallbackInfo& info, Value value) {
  const Registration* const found = RegistrationArgument(info);
  if (found == nullptr) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), static_cast<double>(value(*found)));
}

Napi::Value OperationOf(const Napi::CallbackInfo& info) {
  return OfRegistration(info, [](const Registration& found) { return found.operation(); });
}

Napi::Value ReadingsDone(const Napi::CallbackInfo& info) {
  return OfRegistration(info, [](const Registration& found) { return found.ReadingsDone(); });
}

Napi::Value Open(const Napi::CallbackInfo& info) {  // (backend, request, object, profile)
  return OnSession(info, [&info](Session& session) {
    session.Open(NumberArgument(info, 1), NumberArgument(info, 2), TextArgument(info, 3));
  });
}

// (backend, request, object)
template <void (Session::*Method)(Session::RequestNumber, Session::ObjectNumber)>
Napi::Value AskObject(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) {
    (session.*Method)(NumberArgument(info, 1), NumberArgument(info, 2));
  });
}

// (backend, request, mark, object, state)
Napi::Value SetCurrentState(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) {
    session.SetCurrentState(NumberArgument(info, 1), NumberArgument(info, 2),
                            NumberArgument(info, 3), NumberArgument(info, 4));
  });
}

// (backend, request); its answer says that takeProfiles(backend, request) has them.
Napi::Value ListProfiles(const Napi::CallbackInfo& info) {
  return OnSession(info,
                   [&info](Session& session) { session.ListProfiles(NumberArgument(info, 1)); });
}

Napi::Value TakeProfiles(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  OnSession(info, [&](Session& session) {
    const Dispatcher::Names names = session.TakeProfiles(NumberArgument(info, 1));
    for (const std::u16string& name : *names) result.Set(result.Length(), name);
  });
  return result;
}

// (backend, request); its answer is an HRESULT, S_FALSE where only opening a profile will tell.
Napi::Value Available(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) { session.Available(NumberArgument(info, 1)); });
}

// () -> whether there is a watch: one for all who wait in this environment
Napi::Value WatchPlace(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), Environment::Of(info.Env()).WatchPlace());
}

void UnwatchPlace(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).UnwatchPlace(); }

// { operation?, text, isOutside? }, or undefined when there is nothing to say
Napi::Value ExplanationValue(Napi::Env env, const Explanation& why) {
  if (why.text.empty()) return env.Undefined();
  const Napi::Object result = Napi::Object::New(env);
  result.Set("text", why.text);
  if (!why.operation.empty()) result.Set("operation", why.operation);
  if (why.is_outside) result.Set("isOutside", true);
  return result;
}

// (backend, request) -> what the backend says about that request's failure, once
Napi::Value ExplainAnswer(const Napi::CallbackInfo& info) {
  Session* const session = Environment::Of(info.Env()).SessionOn(NumberArgument(info, 0));
  if (session == nullptr) return info.Env().Undefined();
  return ExplanationValue(info.Env(), session->TakeExplanation(NumberArgument(info, 1)));
}

// (backend, slot, generation) -> the same for a registration
Napi::Value ExplainRegistration(const Napi::CallbackInfo& info) {
  const Registration* const found = RegistrationArgument(info);
  if (found == nullptr || found->explanation() == nullptr) return info.Env().Undefined();
  return ExplanationValue(info.Env(), *found->explanation());
}

// () -> [{ profile, operation, hresult }]: what offline objects did against their contract
Napi::Value TakeFaults(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  for (const Fault& fault : Environment::Of(info.Env()).queue()->TakeFaults()) {
    const Napi::Object told = Napi::Object::New(info.Env());
    told.Set("profile", fault.profile);
    told.Set("operation", static_cast<std::uint32_t>(fault.operation));
    told.Set("hresult", fault.hr);
    result.Set(result.Length(), told);
  }
  return result;
}

Napi::Value Settle(const Napi::CallbackInfo& info) {  // (backend, request)
  return OnSession(info, [&info](Session& session) { session.Settle(NumberArgument(info, 1)); });
}

// (request): answered behind every record that is in the queue now.
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

// () -> milliseconds since the epoch, by the clock that notifications carry the time of
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
  exports.Set("operations", Names(env, kOperationNames));
  exports.Set("embeddedCalls", Names(env, embedded::kCallNames));
  exports.Set("attach", Napi::Function::New<Attach>(env));
  exports.Set("drain", Napi::Function::New<Drain>(env));
  exports.Set("outside", Napi::Function::New<Outside>(env));
  exports.Set("keepAlive", Napi::Function::New<KeepAlive>(env));
  exports.Set("makeRealm", Napi::Function::New<MakeRealm>(env));
  exports.Set("setSurroundings", Napi::Function::New<SetSurroundings>(env));
  exports.Set("subscribe", Napi::Function::New<Subscribe>(env));
  exports.Set("unsubscribe", Napi::Function::New<Unsubscribe>(env));
  exports.Set("flush", Napi::Function::New<Flush>(env));
  exports.Set("operationOf", Napi::Function::New<OperationOf>(env));
  exports.Set("readingsDone", Napi::Function::New<ReadingsDone>(env));
  exports.Set("open", Napi::Function::New<Open>(env));
  exports.Set("getCapabilities", Napi::Function::New<AskObject<&Session::GetCapabilities>>(env));
  exports.Set("getCurrentState", Napi::Function::New<AskObject<&Session::GetCurrentState>>(env));
  exports.Set("setCurrentState", Napi::Function::New<SetCurrentState>(env));
  exports.Set("closeObject", Napi::Function::New<AskObject<&Session::CloseObject>>(env));
  exports.Set("listProfiles", Napi::Function::New<ListProfiles>(env));
  exports.Set("takeProfiles", Napi::Function::New<TakeProfiles>(env));
  exports.Set("available", Napi::Function::New<Available>(env));
  exports.Set("watchPlace", Napi::Function::New<WatchPlace>(env));
  exports.Set("unwatchPlace", Napi::Function::New<UnwatchPlace>(env));
  exports.Set("explainAnswer", Napi::Function::New<ExplainAnswer>(env));
  exports.Set("explainRegistration", Napi::Function::New<ExplainRegistration>(env));
  exports.Set("takeFaults", Napi::Function::New<TakeFaults>(env));
  exports.Set("settle", Napi::Function::New<Settle>(env));
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

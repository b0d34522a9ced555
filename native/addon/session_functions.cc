#include "addon/session_functions.h"

#include <string>

#include "addon/arguments.h"
#include "addon/environment.h"

namespace rx_outlook {
namespace {

// Calls `body` with the session on the backend whose index in `backends` is the first argument.
// Returns false after the environment has closed.
template <typename Body>
Napi::Value OnSession(const Napi::CallbackInfo& info, Body body) {
  Session* const session = Environment::Of(info.Env()).SessionOn(NumberArgument(info, 0));
  if (session != nullptr) body(*session);
  return Napi::Boolean::New(info.Env(), session != nullptr);
}

// (backend, slot, generation, profile, account, listens, pollInterval, timeout): an account of ''
// is the profile itself; `listens`: whether to the list of its accounts, too; 0 is the backend's
// interval, and its time limit of a look
Napi::Value Subscribe(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) {
    const Listens listens = info[5].ToBoolean() ? Listens::kToStateAndAccounts : Listens::kToState;
    session.Subscribe({NumberArgument(info, 1), NumberArgument(info, 2)}, TextArgument(info, 3),
                      TextArgument(info, 4), listens, NumberArgument(info, 6),
                      NumberArgument(info, 7));
  });
}

Napi::Value Unsubscribe(const Napi::CallbackInfo& info) {  // (backend, slot, generation)
  return OnSession(info, [&info](Session& session) {
    session.Unsubscribe({NumberArgument(info, 1), NumberArgument(info, 2)});
  });
}

void Flush(const Napi::CallbackInfo& info) { Environment::Of(info.Env()).Flush(); }

// (backend, slot, generation) -> the registration; null after Unsubscribe
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

Napi::Value Open(const Napi::CallbackInfo& info) {  // (backend, request, object, profile, account)
  return OnSession(info, [&info](Session& session) {
    session.Open(NumberArgument(info, 1), NumberArgument(info, 2), TextArgument(info, 3),
                 TextArgument(info, 4));
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

// (backend, request); after its answer takeProfiles(backend, request) returns the names.
Napi::Value ListProfiles(const Napi::CallbackInfo& info) {
  return OnSession(info,
                   [&info](Session& session) { session.ListProfiles(NumberArgument(info, 1)); });
}

Napi::Value TakeProfiles(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  OnSession(info, [&](Session& session) {
    const ProfileNames names = session.TakeProfiles(NumberArgument(info, 1));
    for (const std::u16string& name : *names) result.Set(result.Length(), name);
  });
  return result;
}

// (backend, request, profile); after its answer takeAccounts(backend, request) returns them.
Napi::Value ListAccounts(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) {
    session.ListAccounts(NumberArgument(info, 1), TextArgument(info, 2));
  });
}

// -> [{ id, name, type }]. Ids are counted; a double holds as many as any process ever has.
Napi::Value TakeAccounts(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  OnSession(info, [&](Session& session) {
    const AccountList accounts = session.TakeAccounts(NumberArgument(info, 1));
    for (const AccountInfo& account : *accounts) {
      const Napi::Object told = Napi::Object::New(info.Env());
      told.Set("id", static_cast<double>(account.id));
      told.Set("name", account.name);
      told.Set("type", static_cast<std::uint32_t>(account.type));
      result.Set(result.Length(), told);
    }
  });
  return result;
}

// (backend, request); its answer is an HRESULT, S_FALSE where only opening a profile can tell.
Napi::Value Available(const Napi::CallbackInfo& info) {
  return OnSession(info, [&info](Session& session) { session.Available(NumberArgument(info, 1)); });
}

// { operation?, text, isOutside? }, or undefined without a text
Napi::Value ExplanationValue(Napi::Env env, const Explanation& why) {
  if (why.text.empty()) return env.Undefined();
  const Napi::Object result = Napi::Object::New(env);
  result.Set("text", why.text);
  if (!why.operation.empty()) result.Set("operation", why.operation);
  if (why.is_outside) result.Set("isOutside", true);
  return result;
}

// (backend, request) -> the backend's explanation of that request's failure, once
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

Napi::Value Settle(const Napi::CallbackInfo& info) {  // (backend, request)
  return OnSession(info, [&info](Session& session) { session.Settle(NumberArgument(info, 1)); });
}

}  // namespace

void DefineSessionFunctions(Napi::Env env, Napi::Object exports) {
  exports.Set("subscribe", Napi::Function::New<Subscribe>(env));
  exports.Set("unsubscribe", Napi::Function::New<Unsubscribe>(env));
  exports.Set("operationOf", Napi::Function::New<OperationOf>(env));
  exports.Set("readingsDone", Napi::Function::New<ReadingsDone>(env));
  exports.Set("open", Napi::Function::New<Open>(env));
  exports.Set("getCapabilities", Napi::Function::New<AskObject<&Session::GetCapabilities>>(env));
  exports.Set("getCurrentState", Napi::Function::New<AskObject<&Session::GetCurrentState>>(env));
  exports.Set("setCurrentState", Napi::Function::New<SetCurrentState>(env));
  exports.Set("closeObject", Napi::Function::New<AskObject<&Session::CloseObject>>(env));
  exports.Set("listProfiles", Napi::Function::New<ListProfiles>(env));
  exports.Set("takeProfiles", Napi::Function::New<TakeProfiles>(env));
  exports.Set("listAccounts", Napi::Function::New<ListAccounts>(env));
  exports.Set("takeAccounts", Napi::Function::New<TakeAccounts>(env));
  exports.Set("available", Napi::Function::New<Available>(env));
  exports.Set("explainAnswer", Napi::Function::New<ExplainAnswer>(env));
  exports.Set("explainRegistration", Napi::Function::New<ExplainRegistration>(env));
  exports.Set("flush", Napi::Function::New<Flush>(env));
  exports.Set("settle", Napi::Function::New<Settle>(env));
}

}  // namespace rx_outlook

#include "addon/bridge_server.h"

#include "addon/arguments.h"
#include "backends/backends.h"
#include "bridge/server/server.h"

namespace rx_outlook {
namespace {

Napi::Error NotListening(Napi::Env env, const bridge::Reaching& reaching) {
  Napi::Error error = Napi::Error::New(env, reaching.text);
  error.Set("code", reaching.reached == bridge::Reached::kTaken     ? "EADDRINUSE"
                    : reaching.reached == bridge::Reached::kRefused ? "EACCES"
                                                                    : "EIO");
  return error;
}

}  // namespace

Napi::Function BridgeServer::Define(Napi::Env env) {
  return DefineClass(env, "BridgeServer",
                     {InstanceMethod<&BridgeServer::Close>("close"),
                      InstanceMethod<&BridgeServer::Counts>("counts")});
}

BridgeServer::BridgeServer(const Napi::CallbackInfo& info) : Napi::ObjectWrap<BridgeServer>(info) {
  const Backend* const backend = FindBackend(NameArgument(info, 0));
  if (backend == nullptr) throw Napi::Error::New(info.Env(), "there is no such backend");
  bridge::Reaching reaching;
  server_ = bridge::Server::Start(*backend, {bridge::Host::kEmbedded, NameArgument(info, 1)},
                                  bridge::Limits{}, reaching);
  if (!server_) throw NotListening(info.Env(), reaching);
  Ref();  // it serves until it is closed, whoever still knows of it
}

BridgeServer::~BridgeServer() = default;

void BridgeServer::Close(const Napi::CallbackInfo&) {
  if (!server_) return;
  server_.reset();
  Unref();
}

Napi::Value BridgeServer::Counts(const Napi::CallbackInfo& info) {
  const auto counts = server_ ? server_->counts() : bridge::Server::Counts{};
  const Napi::Object result = Napi::Object::New(info.Env());
  result.Set("clients", static_cast<double>(counts.clients));
  result.Set("registrations", static_cast<double>(counts.registrations));
  return result;
}

}  // namespace rx_outlook

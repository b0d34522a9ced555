#include "addon/bridge_server.h"

#include <mutex>
#include <string>
#include <utility>

#include "addon/arguments.h"
#include "addon/environment.h"
#include "backends/backends.h"
#include "server/server.h"

namespace rx_outlook {
namespace {

const char* CodeOf(bridge::Reached reached) noexcept {
  switch (reached) {
    case bridge::Reached::kTaken:
      return "EADDRINUSE";
    case bridge::Reached::kRefused:
      return "EACCES";
    case bridge::Reached::kNoPlace:
      return "ENOENT";
    case bridge::Reached::kLimit:
      return "EMFILE";
    default:
      return "EIO";
  }
}

Napi::Error NotListening(Napi::Env env, const bridge::Reaching& reaching) {
  Napi::Error error = Napi::Error::New(env, reaching.text);
  error.Set("code", CodeOf(reaching.reached));
  return error;
}

}  // namespace

struct BridgeServer::Loss {
  std::mutex mutex;
  std::string why;  // guarded by mutex; empty while the server serves
};

Napi::Function BridgeServer::Define(Napi::Env env) {
  return DefineClass(env, "BridgeServer",
                     {InstanceMethod<&BridgeServer::Close>("close"),
                      InstanceMethod<&BridgeServer::Counts>("counts"),
                      InstanceMethod<&BridgeServer::WhyLost>("whyLost")});
}

BridgeServer::BridgeServer(const Napi::CallbackInfo& info) : Napi::ObjectWrap<BridgeServer>(info) {
  const Backend* const backend = FindBackend(NameArgument(info, 0));
  if (backend == nullptr) throw Napi::Error::New(info.Env(), "there is no such backend");
  bridge::Reaching reaching;
  loss_ = std::make_shared<Loss>();
  const auto tell = [loss = loss_,
                     queue = Environment::Of(info.Env()).queue()](std::string why) noexcept {
    {
      const std::lock_guard lock(loss->mutex);
      loss->why = std::move(why);
    }
    queue->PushPlace();
  };
  server_ = bridge::Server::Start(Environment::Of(info.Env()).surroundings(), *backend,
                                  {bridge::Host::kEmbedded, NameArgument(info, 1)},
                                  bridge::Limits{}, reaching, tell);
  if (!server_) throw NotListening(info.Env(), reaching);
  Ref();  // serves until Close, even when JavaScript keeps no reference
}

BridgeServer::~BridgeServer() = default;

void BridgeServer::Close(const Napi::CallbackInfo&) {
  if (!server_) return;
  server_.reset();
  Unref();
}

Napi::Value BridgeServer::WhyLost(const Napi::CallbackInfo& info) {
  const std::lock_guard lock(loss_->mutex);
  if (loss_->why.empty()) return info.Env().Undefined();
  return Napi::String::New(info.Env(), loss_->why);
}

Napi::Value BridgeServer::Counts(const Napi::CallbackInfo& info) {
  const auto counts = server_ ? server_->counts() : bridge::Server::Counts{};
  const Napi::Object result = Napi::Object::New(info.Env());
  result.Set("clients", static_cast<double>(counts.clients));
  result.Set("registrations", static_cast<double>(counts.registrations));
  return result;
}

}  // namespace rx_outlook

// The bridge's server as an object of JavaScript, for `rx-outlook host` and tests.
#pragma once

#include <napi.h>

#include <memory>

namespace rx_outlook {

namespace bridge {
class Server;
}

// JavaScript thread only; the server itself has a thread of its own.
class BridgeServer final : public Napi::ObjectWrap<BridgeServer> {
 public:
  static Napi::Function Define(Napi::Env env);

  // (backend, product): the backend to serve, by its name, and the product name for its clients.
  // Throws an Error with the code EADDRINUSE when another server of this user is there, else
  // EACCES, ENOENT, EMFILE or EIO.
  explicit BridgeServer(const Napi::CallbackInfo& info);
  ~BridgeServer() override;

 private:
  // Ends every connection; idempotent.
  void Close(const Napi::CallbackInfo& info);
  // () -> { clients, registrations }
  Napi::Value Counts(const Napi::CallbackInfo& info);
  // () -> why it has ended by itself; undefined while it serves. A record of the kind kPlace
  // announces it. Takes the mutex of Loss.
  Napi::Value WhyLost(const Napi::CallbackInfo& info);

  struct Loss;  // outlives this: the server's thread writes it, under its mutex
  std::shared_ptr<Loss> loss_;
  std::unique_ptr<bridge::Server> server_;
};

}  // namespace rx_outlook

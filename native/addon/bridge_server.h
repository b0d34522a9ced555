// The bridge's server for JavaScript: `rx-outlook host` and tests.
#pragma once

#include <napi.h>

#include <memory>

namespace rx_outlook {

namespace bridge {
class Server;
}

class BridgeServer final : public Napi::ObjectWrap<BridgeServer> {
 public:
  static Napi::Function Define(Napi::Env env);

  // (backend, product): what it serves, and what its clients are told about it. Throws an Error
  // with the code EADDRINUSE when another server of this user is there, else EACCES, ENOENT, EMFILE
  // or EIO.
  explicit BridgeServer(const Napi::CallbackInfo& info);
  ~BridgeServer() override;

 private:
  // Ends every connection; idempotent.
  void Close(const Napi::CallbackInfo& info);
  // () -> { clients, registrations }
  Napi::Value Counts(const Napi::CallbackInfo& info);
  // () -> why it has ended by itself; undefined when it has not. A record of the kind kPlace says
  // when it is time to ask.
  Napi::Value WhyLost(const Napi::CallbackInfo& info);

  struct Loss;  // outlives this: the server's thread tells it
  std::shared_ptr<Loss> loss_;
  std::unique_ptr<bridge::Server> server_;
};

}  // namespace rx_outlook

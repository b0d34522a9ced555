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
  // with the code EADDRINUSE when another server of this user is there, else EACCES or EIO.
  explicit BridgeServer(const Napi::CallbackInfo& info);
  ~BridgeServer() override;

 private:
  // Ends every connection; idempotent.
  void Close(const Napi::CallbackInfo& info);
  // () -> { clients, registrations }
  Napi::Value Counts(const Napi::CallbackInfo& info);

  std::unique_ptr<bridge::Server> server_;
};

}  // namespace rx_outlook

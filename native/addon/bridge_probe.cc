#include "addon/bridge_probe.h"

#include <memory>
#include <string>

#include "addon/environment.h"
#include "backends/bridge/connection.h"
#include "seam/hresult.h"

namespace rx_outlook {
namespace {

// Connects to the bridge's server once. JavaScript thread, except Execute; takes no lock, since
// Node runs Execute before OnOK and OnError.
class Probe final : public Napi::AsyncWorker {
 public:
  explicit Probe(Napi::Env env)
      : Napi::AsyncWorker(env, "rx-outlook"),
        deferred_(Napi::Promise::Deferred::New(env)),
        from_(Environment::Of(env).surroundings()) {}

  [[nodiscard]] Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  // On a thread of Node's pool.
  void Execute() override {
    place_ = bridge::PlaceName(from_);
    std::shared_ptr<bridge::Connection> connection;
    hr_ = bridge::Connection::Open(from_, connection, why_);
    if (!connection) return;
    welcome_ = connection->welcome();
    connection->End();
  }

  void OnOK() override {
    const Napi::Object result = Napi::Object::New(Env());
    result.Set("place", place_);
    if (SUCCEEDED(hr_)) {
      result.Set("host", welcome_.host == bridge::Host::kOutlook ? "outlook" : "embedded");
      result.Set("product", welcome_.product);
    } else {
      result.Set("code", HresultName(hr_));
      result.Set("text", why_.text);
    }
    deferred_.Resolve(result);
  }

  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  const Napi::Promise::Deferred deferred_;
  const Surroundings from_;
  std::string place_;
  HRESULT hr_ = S_OK;
  Explanation why_;
  bridge::Welcome welcome_;
};

}  // namespace

Napi::Value ProbeBridge(const Napi::CallbackInfo& info) {
  auto probe = std::make_unique<Probe>(info.Env());
  const Napi::Promise promise = probe->promise();
  probe.release()->Queue();  // it deletes itself
  return promise;
}

}  // namespace rx_outlook

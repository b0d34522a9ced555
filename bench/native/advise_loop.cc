#include <chrono>
#include <condition_variable>
#include <mutex>

#include "core/advise_token.h"
#include "core/dispatcher.h"
#include "rivals.h"

namespace rx_outlook::bench {
namespace {

class Callback final : public ComObject<Callback, IMAPIOfflineNotify> {
 public:
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}
};

// Runs `task` on the dispatcher's thread and waits for its end.
void RunThere(Dispatcher& dispatcher, const Dispatcher::Task& task) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  dispatcher.Post([&](BackendThread& thread) {
    task(thread);
    const std::lock_guard lock(mutex);
    done = true;
    changed.notify_one();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&done] { return done; });
}

}  // namespace

Napi::Value AdviseLoop(const Napi::CallbackInfo& info) {
  using std::chrono::steady_clock;
  const std::u16string profile = TextArgument(info, 0);
  const std::uint32_t count = NumberArgument(info, 1);
  const auto dispatcher = Dispatcher::Of(embedded::kBackend);
  bool ok = true;
  std::vector<std::unique_ptr<AdviseToken>> tokens(count);
  const auto start = steady_clock::now();
  for (auto& token : tokens) {
    RunThere(*dispatcher, [&](BackendThread& thread) {
      ComPtr<IMAPIOfflineMgr> object;
      Explanation why;
      ULONG value = 0;
      token = std::make_unique<AdviseToken>();
      ok = ok && SUCCEEDED(thread.Open({}, {profile}, object.Put(), why)) &&
           SUCCEEDED(object->GetCapabilities(&value)) &&
           SUCCEEDED(token->Advise(object, MakeCom<Callback>().Get())) &&
           SUCCEEDED(object->GetCurrentState(&value));
    });
  }
  for (auto& token : tokens) RunThere(*dispatcher, [&token](BackendThread&) { token.reset(); });
  const std::chrono::duration<double, std::nano> taken = steady_clock::now() - start;
  dispatcher->LetGo(steady_clock::now() + std::chrono::seconds(2));
  if (!ok) throw Napi::Error::New(info.Env(), "a call of the advise loop failed");
  return Napi::Number::New(info.Env(), taken.count());
}

}  // namespace rx_outlook::bench

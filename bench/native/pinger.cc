#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "core/advise_token.h"
#include "rivals.h"

namespace rx_outlook::bench {
namespace {

using std::chrono::steady_clock;

// Time for JavaScript to reach its event loop and sleep there.
constexpr std::chrono::microseconds kSettling{500};

// The first registered callback, called just before the next one: its time excludes the profile's
// own work before Notify.
class Stamp final : public ComObject<Stamp, IMAPIOfflineNotify> {
 public:
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {
    at = steady_clock::now();
  }
  std::atomic<steady_clock::time_point> at{steady_clock::time_point()};
};

class Pinger {
 public:
  Pinger(Napi::Env env, std::shared_ptr<embedded::Profile> profile, const Napi::Function& callback)
      : profile_(std::move(profile)) {
    ComPtr<IMAPIOfflineMgr> object;
    const auto* const name = reinterpret_cast<LPCWSTR>(profile_->name().c_str());
    if (FAILED(embedded::HrOpenOfflineObj(0, name, &GUID_GlobalState, nullptr, object.Put())) ||
        FAILED(token_->Advise(object, stamp_.Get()))) {
      throw Napi::Error::New(env, "the pinger's callback cannot be registered");
    }
    napi_create_threadsafe_function(env, callback, nullptr, Napi::String::New(env, "rival"), 0, 1,
                                    nullptr, nullptr, nullptr, nullptr, &bare_);
    thread_ = std::thread([this] { Run(); });
  }
  Pinger(const Pinger&) = delete;
  Pinger& operator=(const Pinger&) = delete;
  ~Pinger() { Stop(); }

  void Ping(bool bare) { Ask(bare ? Wish::kBare : Wish::kNotify); }

  [[nodiscard]] double Elapsed() const {
    const std::chrono::duration<double, std::nano> elapsed =
        steady_clock::now() - stamp_->at.load();
    return elapsed.count();
  }

  void Stop() {
    if (!thread_.joinable()) return;
    Ask(Wish::kStop);
    thread_.join();
    token_.reset();  // Unadvise
    napi_release_threadsafe_function(bare_, napi_tsfn_release);
  }

 private:
  enum class Wish { kNone, kNotify, kBare, kStop };

  void Ask(Wish wish) {
    const std::lock_guard lock(mutex_);
    wish_ = wish;
    asked_.notify_one();
  }

  void Run() {
    for (;;) {
      Wish wish = Wish::kNone;
      {
        std::unique_lock lock(mutex_);
        asked_.wait(lock, [this] { return wish_ != Wish::kNone; });
        std::swap(wish, wish_);
      }
      if (wish == Wish::kStop) return;
      std::this_thread::sleep_for(kSettling);
      if (wish == Wish::kNotify) {
        profile_->Flip(cache_);
      } else {
        stamp_->at = steady_clock::now();
        napi_call_threadsafe_function(bare_, nullptr, napi_tsfn_nonblocking);
      }
    }
  }

  const std::shared_ptr<embedded::Profile> profile_;
  const ComPtr<Stamp> stamp_ = MakeCom<Stamp>();
  std::optional<AdviseToken> token_{std::in_place};
  embedded::Profile::Cache cache_;  // used by thread_ only
  napi_threadsafe_function bare_ = nullptr;
  std::mutex mutex_;
  std::condition_variable asked_;
  Wish wish_ = Wish::kNone;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace

Napi::Value MakePinger(const Napi::CallbackInfo& info) {
  const auto pinger =
      std::make_shared<Pinger>(info.Env(), ProfileArgument(info), info[1].As<Napi::Function>());
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("ping", Napi::Function::New(info.Env(), [pinger](const Napi::CallbackInfo& call) {
               pinger->Ping(call[0].ToBoolean());
             }));
  result.Set("elapsed", Napi::Function::New(info.Env(), [pinger](const Napi::CallbackInfo& call) {
               return Napi::Number::New(call.Env(), pinger->Elapsed());
             }));
  result.Set("stop", Napi::Function::New(info.Env(),
                                         [pinger](const Napi::CallbackInfo&) { pinger->Stop(); }));
  return result;
}

}  // namespace rx_outlook::bench

#include "addon/environment.h"

#include <chrono>
#include <new>
#include <utility>

#include "addon/async_context.h"
#include "backends/backends.h"

namespace rx_outlook {
namespace {

constexpr std::chrono::seconds kCloseLimit{2};

// Ignores a status where no further action is possible.
void Ignore(napi_status) noexcept {}

}  // namespace

Environment::Environment(Napi::Env env)
    : env_(env), queue_(std::make_shared<NotificationQueue>(*this)), sessions_(Backends().size()) {
  // The wake is for all subscribers: it runs in no async context of one of them.
  CallOutside(
      Napi::Function::New(env, [this](const Napi::CallbackInfo& info) { MakeWakeUp(info.Env()); }));
  // Added after the thread-safe function, so that this hook runs before its own: a wake after the
  // environment closed would abort the process.
  NAPI_THROW_IF_FAILED_VOID(
      env, napi_add_env_cleanup_hook(
               env, [](void* self) { static_cast<Environment*>(self)->Close(); }, this));
}

Environment::~Environment() { Close(); }

void Environment::MakeWakeUp(Napi::Env env) {
  // Tools that look for open handles ask the resource whether it keeps the process alive.
  const Napi::Object resource = Napi::Object::New(env);
  resource.Set("hasRef", Napi::Function::New(env, [this](const Napi::CallbackInfo& info) {
                 return Napi::Boolean::New(info.Env(), is_kept_alive_);
               }));
  NAPI_THROW_IF_FAILED_VOID(env, napi_create_threadsafe_function(
                                     env, nullptr, resource, Napi::String::New(env, "rx-outlook"),
                                     0, 1, nullptr, nullptr, this, OnWake, &wake_up_));
  NAPI_THROW_IF_FAILED_VOID(env, napi_unref_threadsafe_function(env, wake_up_));
}

void Environment::Attach(const Napi::Function& wake, Napi::ArrayBuffer buffer) {
  wake_ = Napi::Persistent(wake);
  buffer_ = Napi::Persistent(buffer);
  // The memory of an ArrayBuffer does not move.
  records_ = static_cast<Record*>(buffer.Data());
  capacity_ = buffer.ByteLength() / sizeof(Record);
}

void Environment::KeepAlive(bool alive) {
  if (closed_) return;
  is_kept_alive_ = alive;
  Ignore(alive ? napi_ref_threadsafe_function(env_, wake_up_)
               : napi_unref_threadsafe_function(env_, wake_up_));
}

void Environment::Wake() noexcept {
  Ignore(napi_call_threadsafe_function(wake_up_, nullptr, napi_tsfn_nonblocking));
}

void Environment::OnWake(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;
  Environment& self = *static_cast<Environment*>(context);
  if (self.closed_ || self.wake_.IsEmpty()) return;
  std::size_t count = 0;
  try {
    count = self.Drain();
    if (count == 0) return;
  } catch (const std::bad_alloc&) {
    count = 0;  // wakes JavaScript, which drains again and receives the error
  }
  // Not Napi::Function::Call: a worker that is terminated inside `next` leaves no exception, and
  // the wrapper aborts the process without one.
  napi_value wake = nullptr;
  napi_value argument = nullptr;
  if (napi_get_reference_value(env, self.wake_, &wake) != napi_ok) return;
  if (napi_create_uint32(env, static_cast<std::uint32_t>(count), &argument) != napi_ok) return;
  // The function as its own receiver: it needs none, and looking one up would delay a notification.
  if (napi_call_function(env, wake, wake, 1, &argument, nullptr) == napi_ok) return;
  napi_value error = nullptr;
  if (napi_get_and_clear_last_exception(env, &error) != napi_ok) return;
  napi_valuetype type = napi_undefined;
  if (napi_typeof(env, error, &type) == napi_ok && type != napi_undefined) {
    Ignore(napi_fatal_exception(env, error));
  }
}

Session* Environment::SessionOn(std::size_t backend) {
  if (backend >= sessions_.size() || closed_) return nullptr;
  std::shared_ptr<Session>& session = sessions_[backend];
  if (!session) session = std::make_shared<Session>(*Backends()[backend], queue_);
  session->SetSurroundings(surroundings_);
  return session.get();
}

void Environment::SetSurroundings(Surroundings now) {
  if (*surroundings_ == now) return;
  surroundings_ = std::make_shared<const Surroundings>(std::move(now));
}

bool Environment::WatchPlace() {
  if (closed_) return false;
  if (watched_ && !watched_->IsSamePlace(*surroundings_)) watch_.reset();
  if (!watch_)
    watch_ = bridge::WatchPlace(*surroundings_, [queue = queue_] { queue->PushPlace(); });
  watched_ = surroundings_;
  return watch_ != nullptr;
}

void Environment::Flush() {
  for (const auto& session : sessions_) {
    if (session) session->Flush();
  }
}

void Environment::Close() noexcept {
  if (std::exchange(closed_, true)) return;
  watch_.reset();
  queue_->Close();
  const auto deadline = std::chrono::steady_clock::now() + kCloseLimit;
  for (const auto& session : sessions_) {
    if (session) session->BeginClose();
  }
  realms_.EndAll();  // releases calls that a test holds, before FinishClose waits for them
  for (const auto& session : sessions_) {
    if (session) session->FinishClose(deadline);
  }
  sessions_.clear();
}

}  // namespace rx_outlook

// What one environment of Node (the main thread, a worker) has of ours.
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "addon/realms.h"
#include "bridge/watch.h"
#include "core/notification_queue.h"
#include "core/session.h"

namespace rx_outlook {

// Every method is called on the environment's JavaScript thread, Wake excepted.
class Environment final : public NotificationQueue::Waker {
 public:
  explicit Environment(Napi::Env env);
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  // The function that each batch wakes, with the number of records that are in `buffer` then; the
  // newest one counts. JavaScript has none to read from before when it is woken.
  void Attach(const Napi::Function& wake, Napi::ArrayBuffer buffer);

  // More records into that buffer, when JavaScript has read it; 0: none left, the next one wakes.
  std::size_t Drain() { return queue_->Drain(records_, capacity_); }

  // Whether a loop with nothing else to do stays alive for us.
  void KeepAlive(bool alive);

  [[nodiscard]] Realms& realms() noexcept { return realms_; }

  // Who asks now. To be told before each of what follows: an environment may have several realms,
  // and only JavaScript can read the environment's variables while other threads change them.
  void SetSurroundings(Surroundings now);
  [[nodiscard]] const Surroundings& surroundings() const noexcept { return *surroundings_; }

  // From now on, or no longer, a record says when a server may have come or gone. False where the
  // system gives no watch for that.
  bool WatchPlace();
  void UnwatchPlace() noexcept { watch_.reset(); }

  // Any thread, under the mutex that guards the queue's wakes.
  void Wake() noexcept override;

  [[nodiscard]] const std::shared_ptr<NotificationQueue>& queue() const noexcept { return queue_; }

  // Returns the session on Backends()[backend]; null where there is no such backend, and after
  // Close. Throws when the session cannot be made: no thread, no memory.
  Session* SessionOn(std::size_t backend);

  // Begins the subscriptions and unsubscriptions that wait for it, on every backend.
  void Flush();

  // Unadvises everything and waits for that, 2 s at the most; its realms end, and with them what
  // they have made. Idempotent. Called by the environment's cleanup hook and by process.on('exit'):
  // in the main thread's process.exit() Node runs no hooks.
  void Close() noexcept;

 private:
  void MakeWakeUp(Napi::Env env);

  static void OnWake(napi_env env, napi_value, void* context, void*);

  const napi_env env_;
  const std::shared_ptr<NotificationQueue> queue_;
  napi_threadsafe_function wake_up_ = nullptr;
  bool is_kept_alive_ = false;
  Napi::FunctionReference wake_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;  // keeps what `records_` points into
  Record* records_ = nullptr;
  std::size_t capacity_ = 0;
  std::vector<std::shared_ptr<Session>>
      sessions_;  // in the order of Backends(); null until asked for
  Realms realms_;
  std::shared_ptr<const Surroundings> surroundings_ = std::make_shared<Surroundings>();
  std::shared_ptr<const Surroundings> watched_;  // those of the watch
  std::unique_ptr<bridge::PlaceWatch> watch_;    // ends before the queue does
  bool closed_ = false;
};

}  // namespace rx_outlook

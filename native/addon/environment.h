// The state of one environment of Node (the main thread, a worker).
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "addon/realms.h"
#include "bridge/watch.h"
#include "core/notification_queue.h"
#include "core/session.h"

namespace rx_outlook {

// JavaScript thread only, except Wake; no lock.
class Environment final : public NotificationQueue::Waker {
 public:
  explicit Environment(Napi::Env env);
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment();

  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  // Sets the function that each batch wakes, with the number of records in `buffer`; the newest
  // call counts. No record of an earlier batch is unread when the function is called.
  void Attach(const Napi::Function& wake, Napi::ArrayBuffer buffer);

  // Copies records into that buffer, which JavaScript has read. Returns 0 when none waits: the next
  // one wakes then.
  std::size_t Drain() { return queue_->Drain(records_, capacity_); }

  // Sets whether the environment keeps the event loop alive.
  void KeepAlive(bool alive);

  [[nodiscard]] Realms& realms() noexcept { return realms_; }

  // Sets the realm and surroundings of the calls that follow. Called before each of them: an
  // environment may have several realms, and only JavaScript can read the environment's variables
  // while other threads change them.
  void SetSurroundings(Surroundings now);
  [[nodiscard]] const Surroundings& surroundings() const noexcept { return *surroundings_; }

  // Reports in a record when a server may have come or gone, until UnwatchPlace. Returns false
  // where the system has no such watch.
  bool WatchPlace();
  void UnwatchPlace() noexcept { watch_.reset(); }

  // Any thread, under the mutex that guards the queue's wakes.
  void Wake() noexcept override;

  [[nodiscard]] const std::shared_ptr<NotificationQueue>& queue() const noexcept { return queue_; }

  // Returns the session on Backends()[backend]; null where there is no such backend, and after
  // Close. Throws when the session cannot be made: no thread, no memory.
  Session* SessionOn(std::size_t backend);

  // Begins the pending subscriptions and unsubscriptions on every backend.
  void Flush();

  // Unadvises everything and waits for that, 2 s at the most; ends the realms and everything made
  // in them. Idempotent. Called by the environment's cleanup hook and by process.on('exit'): Node
  // runs no hooks in the main thread's process.exit().
  void Close() noexcept;

 private:
  void MakeWakeUp(Napi::Env env);

  static void OnWake(napi_env env, napi_value, void* context, void*);

  const napi_env env_;
  const std::shared_ptr<NotificationQueue> queue_;
  napi_threadsafe_function wake_up_ = nullptr;
  bool is_kept_alive_ = false;
  Napi::FunctionReference wake_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;  // owns the memory of `records_`
  Record* records_ = nullptr;
  std::size_t capacity_ = 0;
  std::vector<std::shared_ptr<Session>>
      sessions_;  // in the order of Backends(); null until asked for
  Realms realms_;
  std::shared_ptr<const Surroundings> surroundings_ = std::make_shared<Surroundings>();
  std::shared_ptr<const Surroundings> watched_;  // of `watch_`
  std::unique_ptr<bridge::PlaceWatch> watch_;    // ends before the queue does
  bool closed_ = false;
};

}  // namespace rx_outlook

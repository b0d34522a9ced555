// One client of the server: a session whose records go to another process.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "bridge/frame.h"
#include "server/allowance.h"
#include "server/ledger.h"
#include "server/requests.h"
#include "server/server.h"

namespace rx_outlook::bridge {

// Owns the connection and moves its bytes. The loop's thread calls every method except the wakes.
//
// The session calls the offline objects on the backend's dispatcher thread. Their answers and the
// calls of Notify wait in the queue, which is bounded and merges: so no thread of Outlook's touches
// the connection. The loop's thread writes under mutex_; the dispatcher's thread writes an answer
// only when mutex_ is free, so neither waits for the other.
class ServedClient final : public NotificationQueue::Waker {
 public:
  using Clock = Loop::Clock;

  ServedClient(const std::shared_ptr<const Surroundings>& from, const Backend& backend,
               const Behind& behind, const Limits& limits, Loop& loop,
               std::unique_ptr<Channel> channel, const std::shared_ptr<Ledger::Account>& account);
  ServedClient(const ServedClient&) = delete;
  ServedClient& operator=(const ServedClient&) = delete;
  ~ServedClient();

  std::uint8_t* Space(std::size_t& size) noexcept { return incoming_.Space(size); }

  // False when the client must leave.
  [[nodiscard]] bool OnBytes(std::size_t size);
  [[nodiscard]] bool OnWritable();
  [[nodiscard]] bool OnWake();
  [[nodiscard]] bool OnTime(Clock::time_point now);
  [[nodiscard]] Clock::time_point due() const noexcept { return allowance_.due(); }

  // How many records wait before changes are merged.
  void SetQueue(std::size_t bound) noexcept { queue_->SetBound(bound); }

  // Any thread, under the queue's wake mutex.
  void Wake() noexcept override;
  // The dispatcher's thread, under the same mutex.
  void WakeForAnswer() noexcept override;

 private:
  bool Serve(const Locked& locked);
  bool ServeRequests(const Locked& locked, Clock::time_point now, bool& served);
  [[nodiscard]] Allowance::Load LoadOf(const Locked& locked) const noexcept;
  [[nodiscard]] bool Owes() const noexcept { return !requests_.greeted() || !incoming_.empty(); }
  void Pump(const Locked& locked);
  bool PumpOnce(const Locked& locked) noexcept;
  bool Write(const Locked& locked) noexcept;

  Loop& loop_;
  const std::shared_ptr<Ledger::Account> account_;
  const std::shared_ptr<NotificationQueue> queue_;
  const std::unique_ptr<Channel> channel_;
  std::atomic<bool> woken_{false};

  FrameBuffer incoming_;  // the loop's thread

  std::mutex mutex_;  // guards what follows, and draining the queue and writing
  Outbox outbox_;
  Listing listing_;
  RecordEncoder encoder_;
  Allowance allowance_;
  bool is_lost_ = false;  // there was no memory for something that the client must hear
  Requests requests_;     // last, for its session
};

}  // namespace rx_outlook::bridge

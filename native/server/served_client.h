// One client of the server: an environment whose records go to another process.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "bridge/frame.h"
#include "core/session.h"
#include "server/ledger.h"
#include "server/outbox.h"
#include "server/server.h"

namespace rx_outlook::bridge {

// The loop's thread, but for the wakes. Its calls into the offline objects are made by its session,
// on the backend's dispatcher thread; what these say, and what Notify brings, waits in its queue,
// which is bounded and merges. So no thread of Outlook's ever touches the connection. The loop's
// thread does, under mutex_, and the dispatcher's with an answer, if mutex_ is free: it waits for
// nobody either.
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

  // Each answers whether the client may stay.
  [[nodiscard]] bool OnBytes(std::size_t size);
  [[nodiscard]] bool OnWritable();
  [[nodiscard]] bool OnWake();
  [[nodiscard]] bool OnTime(Clock::time_point now);
  [[nodiscard]] Clock::time_point due() const noexcept { return due_; }

  // How many records wait for it before changes are merged.
  void SetQueue(std::size_t bound) noexcept { queue_->SetBound(bound); }

  // Any thread, under the queue's wake mutex.
  void Wake() noexcept override;
  // The dispatcher's thread, likewise.
  void WakeForAnswer() noexcept override;

 private:
  // What is to be done with an answer, beside sending it.
  struct Pending {
    FrameType type;
    std::uint32_t number;
  };

  // What the client calls its objects, or its registrations. A number is used once: an answer that
  // is still to come is about nothing newer.
  struct Numbers {
    std::unordered_set<std::uint32_t> used;
    std::uint32_t last = 0;
  };

  // No client's: the mark that a session sets before SetCurrentState is of no use over there.
  static constexpr Session::RequestNumber kNoRequest = 0;
  // Of the registration's first and only use: its number is never used twice.
  static constexpr std::uint32_t kGeneration = 1;

  // Few, since the answers among them may come with long texts.
  static constexpr std::size_t kRecordsAtOnce = 64;
  static_assert(kRecordsAtOnce <= kEventsLimit, "their events fit into one frame");

  bool Serve();
  [[nodiscard]] bool MayAsk() const noexcept;
  bool Handle(const Request& request);
  bool Greet(const Request& request);
  template <typename Ask>
  bool Begin(const Request& request, std::uint32_t number, Numbers& numbers, Ledger::Item item,
             Ask ask);
  void AnswerAtOnce(std::uint32_t id, HRESULT hr, std::string text = {});
  void Pump();
  bool PumpOnce() noexcept;
  bool Write() noexcept;
  bool Fill();
  void EncodeRecords();
  void EncodeAnswer(const Record& record);
  void Forget(Numbers& numbers, std::uint32_t number, Ledger::Item item) noexcept;
  void SetDue(Clock::time_point now);

  const Behind& behind_;
  const Limits& limits_;
  Loop& loop_;
  const std::shared_ptr<Ledger::Account> account_;
  const std::shared_ptr<NotificationQueue> queue_;
  const std::unique_ptr<Channel> channel_;
  std::atomic<bool> woken_{false};

  // The loop's thread alone.
  FrameBuffer incoming_;
  bool greeted_ = false;
  Clock::time_point silent_since_ = Clock::now();
  Clock::time_point due_;

  std::mutex mutex_;  // guards what follows, and who drains the queue and writes
  Outbox outbox_;
  std::array<Record, kRecordsAtOnce> records_;  // out of the queue; from next_ on not encoded yet
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  bool list_asked_ = false;
  bool reading_ = true;
  bool is_lost_ = false;  // for want of memory, something it should have heard is
  std::unordered_map<std::uint32_t, Pending> pending_;
  Numbers objects_;
  Numbers registrations_;

  // Made last: it is to be closed, and what throws before it has nothing to undo.
  const std::shared_ptr<Session> session_;
};

}  // namespace rx_outlook::bridge

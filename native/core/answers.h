// Answers requests: with a record of the queue, and with what has no room in a record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "core/backend_thread.h"
#include "core/notification_queue.h"

namespace rx_outlook {

using RequestNumber = std::uint32_t;

// Any thread. Say and Expect take the queue's mutex, the others mutex_.
class Answers {
 public:
  // What a record has no room for.
  struct Result {
    ProfileNames profiles;
    Explanation why;
    AccountList accounts{};  // NOLINT(readability-redundant-member-init): GCC wants it
  };

  explicit Answers(std::shared_ptr<NotificationQueue> queue) noexcept : queue_(std::move(queue)) {}

  // Reserves room for `count` answers. Throws where there is no memory.
  void Expect(std::size_t count) { queue_->ExpectAnswers(count); }
  // An expected answer.
  void Say(RequestNumber request, HRESULT hr, ULONG value = 0) noexcept;

  // Keeps a result until it is taken, unless there is nothing in it. Before Say.
  void Keep(RequestNumber request, Result result);
  [[nodiscard]] Result Take(RequestNumber request);

 private:
  const std::shared_ptr<NotificationQueue> queue_;
  std::mutex mutex_;  // guards what follows
  std::unordered_map<RequestNumber, Result> results_;
};

}  // namespace rx_outlook

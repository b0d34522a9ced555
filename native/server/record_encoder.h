// The frames of a client's records.
#pragma once

#include <array>
#include <optional>

#include "bridge/outbox.h"
#include "core/notification_queue.h"
#include "server/listing.h"

namespace rx_outlook::bridge {

// The fields that the record's kind has; the others are 0. Null for a record of no registration.
// Pure.
[[nodiscard]] std::optional<RelayedEvent> ToEvent(const Record& record) noexcept;

// Drains the queue into the outbox, only as far as the outbox needs: records in the queue are
// bounded and merged, frames in the outbox are not. The loop's and the dispatcher's thread, under
// the client's mutex.
class RecordEncoder {
 public:
  // Events are appended up to here, far below Outbox::kFull. So a flood of events fills no outbox,
  // and a client that takes events slowly is still read: otherwise its Unadvise would wait for the
  // end of the flood.
  static constexpr std::size_t kEnough = 4'096;

  // The receiver of the records.
  class Client {
   public:
    [[nodiscard]] virtual bool IsRegistered(std::uint32_t registration) const noexcept = 0;
    // Appends the answer, or begins a list.
    virtual void Answer(const Locked& locked, const Record& record) = 0;

   protected:
    ~Client() = default;
  };

  RecordEncoder(NotificationQueue& queue, Outbox& outbox, Listing& listing) noexcept
      : queue_(queue), outbox_(outbox), listing_(listing) {}

  // Appends frames until the outbox has enough or the queue is empty. True when the outbox has
  // bytes to write.
  bool Fill(const Locked& locked, Client& client);

 private:
  // Small, since each answer among the records may have a long text.
  static constexpr std::size_t kRecordsAtOnce = 64;
  static_assert(kRecordsAtOnce <= kEventsLimit, "their events fit into one frame");

  void Encode(const Locked& locked, Client& client);

  NotificationQueue& queue_;
  Outbox& outbox_;
  Listing& listing_;
  std::array<Record, kRecordsAtOnce> records_;  // drained; encoded up to next_
  std::size_t next_ = 0;
  std::size_t count_ = 0;
};

}  // namespace rx_outlook::bridge

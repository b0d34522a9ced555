// What a backend relays from another process, which has a queue of its own.
#include <utility>

#include "core/notification_queue.h"

namespace rx_outlook {

void NotificationQueue::PushRelayed(Lane& lane, const Record& notification) noexcept {
  const Producing producing(*this);
  if (closed_) return;
  counts_.received += std::uint64_t{notification.merged} + DroppedBefore(notification);
  counts_.merged += notification.merged - 1;
  counts_.dropped += DroppedBefore(notification);
  AcceptLocked(lane, notification);
}

void NotificationQueue::PushReadingDue(Lane& lane, std::uint32_t due, std::uint32_t done) noexcept {
  const Producing producing(*this);
  if (closed_ || lane.ended) return;
  lane.readings_done = done;
  if (std::exchange(lane.readings_due, due) == due || !lane.live) return;
  AnnounceReadingLocked(lane);
}

void NotificationQueue::PushRelayedState(Lane& lane, const Record& state,
                                         std::uint32_t done) noexcept {
  const Producing producing(*this);
  if (closed_ || lane.ended) return;
  lane.readings_done = done;
  if (lane.live) {
    PushLastLocked(lane, state);
  } else {
    lane.trailing = state;
  }
}

}  // namespace rx_outlook

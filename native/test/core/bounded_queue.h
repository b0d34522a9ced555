// A queue with a small bound and live lanes: their snapshots have been drained. One thread.
#pragma once

#include "core/notification_queue.h"
#include "test/fakes.h"

namespace rx_outlook::test {

struct Bounded {
  explicit Bounded(std::size_t bound) : inbox(bound) {}

  ComPtr<LaneOwner> Start(std::uint32_t slot) {
    auto owner = MakeCom<LaneOwner>(slot);
    inbox.queue->PushSnapshot(owner->lane, MakeRecord(owner->lane, RecordKind::kState, kOnline));
    inbox.Drain();
    return owner;
  }
  void Tell(const ComPtr<LaneOwner>& owner, std::uint8_t current, double timestamp,
            std::uint8_t phase = kChange) {
    NotificationQueue::Enter(owner->lane);
    const std::uint8_t previous = current == kOnline ? kOffline : kOnline;
    static_cast<void>(inbox.queue->Push(
        owner->lane, MakeNotification(owner->lane, phase, previous, current, timestamp)));
  }
  void Read(const ComPtr<LaneOwner>& owner, std::uint8_t state) {
    inbox.queue->EnterReading(owner->lane);
    static_cast<void>(
        inbox.queue->PushState(owner->lane, MakeRecord(owner->lane, RecordKind::kState, state)));
  }
  void Fail(const ComPtr<LaneOwner>& owner) {
    inbox.queue->PushFailure(owner->lane, MakeRecord(owner->lane, RecordKind::kFailure, 0));
  }

  Inbox inbox;
};

}  // namespace rx_outlook::test

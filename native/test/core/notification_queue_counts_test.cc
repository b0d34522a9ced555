#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "test/core/bounded_queue.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("received counts every notification, and is the sum of delivered, merged and dropped") {
  std::mt19937 random(7);  // NOLINT: the same sequence every time
  const auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  Bounded b(8);
  std::vector<ComPtr<LaneOwner>> owners;
  for (std::uint32_t i = 0; i < 5; ++i) owners.push_back(b.Start(i));
  std::uint64_t told = 0;
  std::uint64_t delivered = 0;
  std::uint64_t stood_for = 0;
  const auto take = [&](const std::vector<Record>& records) {
    for (const Record& record : records) {
      if (record.kind != RecordKind::kNotification) continue;
      ++delivered;
      stood_for += record.merged;
    }
  };
  for (int step = 0; step < 20'000; ++step) {
    const auto& owner = owners[below(5)];
    switch (below(40)) {
      case 0:
        take(b.inbox.Drain());
        break;
      case 1:
        b.Read(owner, kOnline);
        break;
      case 2:
        NotificationQueue::Enter(owner->lane);
        static_cast<void>(b.inbox.queue->Drop(owner->lane, false));
        ++told;
        break;
      case 3:
        if (below(200) == 0) b.Fail(owner);
        break;
      default:
        b.Tell(owner, below(2) == 0 ? kOnline : kOffline, step);
        ++told;
    }
    const auto counts = b.inbox.queue->counts();
    CHECK_MESSAGE(counts.received == told, "step ", step);
  }
  take(b.inbox.Drain());
  const auto counts = b.inbox.queue->counts();
  CHECK(counts.received == delivered + counts.merged + counts.dropped);
  CHECK(stood_for == delivered + counts.merged);
}

TEST_CASE("Close drops and counts the waiting notifications, wherever they wait") {
  Bounded b(3);
  const auto live = b.Start(1);
  const auto early = MakeCom<LaneOwner>(2);  // waits for its snapshot
  for (int i = 0; i < 4; ++i) b.Tell(live, i % 2 == 0 ? kOffline : kOnline, i);
  b.Read(live, kOnline);
  b.Tell(early, kOffline, 5);
  const auto before = b.inbox.queue->counts();
  CHECK(before.received == 5);
  CHECK(before.depth > 0);
  b.inbox.queue->Close();
  const auto counts = b.inbox.queue->counts();
  CHECK(counts.received == counts.merged + counts.dropped);
  CHECK(counts.depth == 0);
}

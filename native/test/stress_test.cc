// The whole native layer under load: it releases everything, and reports the final state.
#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "backends/embedded/flood.h"
#include "test/backends/embedded/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Flood;

namespace {

class RunningFlood {
 public:
  RunningFlood(const std::shared_ptr<embedded::Profile>& profile, std::uint64_t changes,
               std::uint32_t threads)
      : flood_(Flood::Start(profile, changes, threads, [this](std::uint64_t) { over_.Set(); })) {}
  void Stop() const { flood_->Stop(); }
  [[nodiscard]] bool Wait() const { return over_.Wait(); }

 private:
  Event over_;
  const std::shared_ptr<Flood> flood_;
};

// Returns the last state that a subscriber of `slot` received.
std::optional<std::uint8_t> LastState(const std::vector<Record>& records, std::uint32_t slot) {
  std::optional<std::uint8_t> last;
  for (const Record& record : records) {
    const bool tells = record.kind == RecordKind::kState ||
                       (record.kind == RecordKind::kNotification && record.phase != kStart);
    if (tells && record.slot == slot) last = record.current;
  }
  return last;
}

}  // namespace

TEST_CASE("10,000 subscriptions during a flood release everything") {
  constexpr std::uint32_t kCount = 10'000;
  constexpr std::uint32_t kAlive = 16;  // the most at once
  const Opened work;
  const auto before = work.profile->counters();
  const RunningFlood flood(work.profile, 0, 1);
  std::weak_ptr<NotificationQueue> queue;
  {
    Client client(embedded::kBackend);
    queue = client.inbox.queue;
    for (std::uint32_t i = 0; i < kCount; ++i) {
      client.Subscribe({i % kAlive, i}, u"Work");
      if (i >= kAlive) client.Unsubscribe({(i - kAlive) % kAlive, i - kAlive});
      if (i % 256 == 0) {
        CHECK(client.Settle());
        client.inbox.records.clear();
      }
    }
    for (std::uint32_t i = kCount - kAlive; i < kCount; ++i) {
      client.Unsubscribe({i % kAlive, i});
    }
    CHECK(client.Settle());
    const auto now = work.profile->counters();
    CHECK(now.advises - before.advises == kCount);
    CHECK(now.unadvises - before.unadvises == kCount);
    CHECK(now.registrations == 0);
    CHECK(client.inbox.queue->counts().received > 0);
    flood.Stop();
    CHECK(flood.Wait());
    CHECK(work.profile->counters().references == before.references);
    CHECK(client.Settle());
  }
  // Every registration refers to the queue: without a queue, there is no registration.
  CHECK(queue.expired());
}

TEST_CASE("an environment that ends during a flood releases everything") {
  const Opened work;
  const auto before = work.profile->counters();
  for (int round = 0; round < 100; ++round) {
    const RunningFlood flood(work.profile, 0, 2);
    {
      Client client(embedded::kBackend);
      for (std::uint32_t slot = 0; slot < 4; ++slot) client.Subscribe({slot, 1}, u"Work");
      REQUIRE(client.inbox.AwaitCount(4));
    }
    flood.Stop();
    CHECK(flood.Wait());
    const auto now = work.profile->counters();
    CHECK(now.advises == now.unadvises);
    CHECK(now.references == before.references);
  }
}

TEST_CASE(
    "when eight threads notify at once, the last reported state is the object's final state") {
  const Opened work;
  Client client(embedded::kBackend);
  constexpr std::uint32_t kSubscriptions = 2;
  for (std::uint32_t slot = 0; slot < kSubscriptions; ++slot) {
    client.Subscribe({slot, 1}, u"Work");
  }
  CHECK(client.Settle());
  for (std::uint64_t round = 0; round < 500; ++round) {
    const RunningFlood flood(work.profile, 200 + round % 2, 8);
    CHECK(flood.Wait());
    // Twice: a reading overlapped by the flood's last Notify has requested another reading.
    CHECK(client.Settle());
    CHECK(client.Settle());
    for (std::uint32_t slot = 0; slot < kSubscriptions; ++slot) {
      CHECK(LastState(client.inbox.records, slot) == work.State());
    }
    client.inbox.records.clear();
  }
}

TEST_CASE("when the consumer is too slow, the bound of the queue loses no final state") {
  const Opened work;
  Client client(embedded::kBackend, 16);
  client.Subscribe({1, 1}, u"Work");
  CHECK(client.Settle());
  for (std::uint64_t round = 0; round < 200; ++round) {
    const RunningFlood flood(work.profile, 500 + round % 2, 8);
    CHECK(flood.Wait());  // drains nothing before its end
    CHECK(client.Settle());
    CHECK(client.Settle());
    CHECK(LastState(client.inbox.records, 1) == work.State());
    CHECK(client.inbox.records.size() < 40);
    client.inbox.records.clear();
  }
  const auto counts = client.inbox.queue->counts();
  CHECK(counts.received > 100'000);
  CHECK(counts.merged > 90'000);
}

// Fakes of the two ends of the native layer: the consumer that drains records, and the callback
// that receives notifications. Inbox: one thread, except Wake. Recorder: any thread; Watched has
// the lock.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <ostream>  // doctest prints thread ids with it
#include <thread>
#include <vector>

#include "abi/com_object.h"
#include "core/notification_queue.h"
#include "core/record.h"
#include "seam/seam.h"
#include "test/waiting.h"

namespace rx_outlook::test {

inline constexpr std::uint8_t kStart = 1;
inline constexpr std::uint8_t kChange = 2;
inline constexpr std::uint8_t kDone = 3;
inline constexpr std::uint8_t kOffline = 1;
inline constexpr std::uint8_t kOnline = 2;

// A queue and its consumer, like an environment's.
class Inbox final : public NotificationQueue::Waker {
 public:
  explicit Inbox(std::size_t bound = NotificationQueue::kDefaultBound)
      : queue(std::make_shared<NotificationQueue>(*this, bound)) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  ~Inbox() { queue->Close(); }

  void Wake() noexcept override {
    wakes_.Update([](int& wakes) { ++wakes; });
  }
  [[nodiscard]] int wakes() const { return wakes_.Get(); }

  // Returns all records of the queue, except the announced readings, which go to `readings`: those
  // report no event.
  std::vector<Record> Drain() {
    std::vector<Record> drained;
    std::array<Record, 64> buffer{};
    while (const std::size_t count = queue->Drain(buffer.data(), buffer.size())) {
      const auto end = std::next(buffer.begin(), static_cast<std::ptrdiff_t>(count));
      std::for_each(buffer.begin(), end, [&](const Record& record) {
        (record.kind == RecordKind::kReading ? readings : drained).push_back(record);
      });
    }
    return drained;
  }

  // Drains into `records` until `enough` returns true.
  template <typename Enough>
  [[nodiscard]] bool Await(Enough enough) {
    for (;;) {
      const int seen = wakes();
      const std::vector<Record> more = Drain();
      records.insert(records.end(), more.begin(), more.end());
      if (enough(records)) return true;
      if (!wakes_.Await([seen](int wakes) { return wakes > seen; })) return false;
    }
  }

  [[nodiscard]] bool AwaitCount(std::size_t count) {
    return Await([count](const std::vector<Record>& all) { return all.size() >= count; });
  }

  [[nodiscard]] bool AwaitAnswer(std::uint32_t request) {
    return Await([request](const std::vector<Record>& all) {
      return std::any_of(all.begin(), all.end(), [request](const Record& record) {
        return record.kind == RecordKind::kAnswer && record.slot == request;
      });
    });
  }

  const std::shared_ptr<NotificationQueue> queue;
  std::vector<Record> records;
  std::vector<Record> readings;

 private:
  Watched<int> wakes_;
};

// The owner of a lane; its references can be counted.
class LaneOwner final : public ComObject<LaneOwner, IMAPIOfflineNotify>, public Owned {
 public:
  // Records `caller` as the last caller: a notification of another thread causes a new reading of
  // the state.
  explicit LaneOwner(std::uint32_t slot, std::thread::id caller = std::this_thread::get_id())
      : lane(this, slot, 1, caller) {}
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}
  void Own() noexcept override { AddRef(); }
  void Disown() noexcept override { Release(); }
  Lane lane;
};

inline Record MakeRecord(const Lane& lane, RecordKind kind, std::uint8_t current) {
  Record record{};
  record.slot = lane.slot;
  record.generation = lane.generation;
  record.kind = kind;
  record.current = current;
  record.merged = 1;
  return record;
}

inline Record MakeNotification(const Lane& lane, std::uint8_t phase, std::uint8_t previous,
                               std::uint8_t current, double timestamp = 0) {
  Record record = MakeRecord(lane, RecordKind::kNotification, current);
  record.phase = phase;
  record.previous = previous;
  record.timestamp = timestamp;
  record.detail = PhaseBit(phase);
  return record;
}

// Returns a notification like Outlook's.
inline MAPIOFFLINE_NOTIFY MakeNotify(ULONG type, ULONG previous, ULONG current,
                                     ULONG mask = MAPIOFFLINE_STATE_OFFLINE_MASK) {
  MAPIOFFLINE_NOTIFY notify{};
  notify.ulSize = sizeof(notify);
  notify.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(type);
  notify.Info.StateChange = {mask, previous, current};
  return notify;
}

// A callback that records its notifications and their threads.
class Recorder final : public ComObject<Recorder, IMAPIOfflineNotify, IOfflineObjectGone> {
 public:
  struct Told {
    MAPIOFFLINE_NOTIFY notify;
    std::thread::id thread;
  };

  explicit Recorder(std::function<void(const MAPIOFFLINE_NOTIFY&)> during = nullptr)
      : during_(std::move(during)) {}

  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) noexcept override {
    if (during_) during_(*pNotifyInfo);
    told.Update([&](auto& all) { all.push_back({*pNotifyInfo, std::this_thread::get_id()}); });
  }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override {
    gone.Update([reason](auto& all) { all.push_back(reason); });
  }

  [[nodiscard]] bool AwaitCount(std::size_t count) const {
    return told.Await([count](const auto& all) { return all.size() >= count; });
  }

  Watched<std::vector<Told>> told;
  Watched<std::vector<HRESULT>> gone;

 private:
  const std::function<void(const MAPIOFFLINE_NOTIFY&)> during_;
};

}  // namespace rx_outlook::test

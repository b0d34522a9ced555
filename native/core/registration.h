// The callback of one Advise: turns the notifications of Outlook's threads into records of the
// queue.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "abi/com_object.h"
#include "core/notification_queue.h"
#include "seam/seam.h"

namespace rx_outlook {

// Which registration of which environment: `slot` is reused, `generation` tells the uses apart.
struct RegistrationKey {
  std::uint32_t slot;
  std::uint32_t generation;

  friend bool operator==(RegistrationKey left, RegistrationKey right) noexcept {
    return left.slot == right.slot && left.generation == right.generation;
  }
};

struct HashKey {
  std::size_t operator()(RegistrationKey key) const noexcept {
    return std::hash<std::uint64_t>{}((std::uint64_t{key.generation} << 32) | key.slot);
  }
};

// Reads an object's state again, on the dispatcher thread.
class StateReader {
 public:
  // Any thread. False when there was no memory to ask with.
  virtual bool RequestReading(RegistrationKey key) noexcept = 0;

 protected:
  ~StateReader() = default;
};

// What a registration hears of. The list of accounts comes with the Advise on their profile.
enum class Listens : std::uint8_t { kToState, kToStateAndAccounts };

class Registration final : public ComObject<Registration, IMAPIOfflineNotify, IOfflineObjectGone,
                                            IRelayedNotify, IAccountsChanged>,
                           public Owned {
 public:
  // `reader` is weak: an environment that has ended reads nothing again.
  Registration(std::shared_ptr<NotificationQueue> queue, RegistrationKey key,
               std::weak_ptr<StateReader> reader, Listens listens = Listens::kToState)
      : queue_(std::move(queue)),
        lane_(this, key.slot, key.generation),
        reader_(std::move(reader)),
        listens_(listens) {}

  // Any thread. IAccountsChanged only for a registration that listens to the list: to another one a
  // change of the list costs nothing more than this question.
  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) noexcept override;

  // Any thread. The last reference belongs to our owners: an attempt to release it is refused and
  // remembered.
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  [[nodiscard]] bool was_released_too_often() const noexcept { return was_released_too_often_; }

  // Any thread.
  void Own() noexcept override;
  void Disown() noexcept override;

  // Any thread of Outlook, any number at once, also before Advise has returned and while
  // Unadvise runs. Takes the queue's mutex for a few instructions; never waits for JavaScript.
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) noexcept override;

  // Any thread. Takes the queue's mutex.
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override;

  // Any thread, any number at once. Takes the queue's mutex.
  void STDMETHODCALLTYPE AccountsChanged() noexcept override;

  // The relaying backend's thread. Takes the queue's mutex.
  void STDMETHODCALLTYPE Relayed(const RelayedEvent& event) noexcept override;

  // Dispatcher thread only; they take the queue's mutex.
  // The snapshot, then what the lane held. `way`: see Explanation.
  void Begin(ULONG state, std::uint8_t way = 0);
  void GoLive() { queue_->GoLive(lane_); }              // without a snapshot
  void Fail(Operation operation, HRESULT hr) noexcept;  // the registration's last record
  void ReadAgain(IMAPIOfflineMgr& object) noexcept;     // after overlapping calls of Notify

  [[nodiscard]] RegistrationKey key() const noexcept { return {lane_.slot, lane_.generation}; }

  // The call of its start that is under way: set on the dispatcher thread, read on any.
  void SetOperation(Operation operation) noexcept { operation_ = operation; }
  [[nodiscard]] Operation operation() const noexcept { return operation_; }

  // What the backend says about the failure to open its object, if anything: set on the dispatcher
  // thread before that failure's record is pushed, read on JavaScript's thread after that record.
  void SetExplanation(Explanation why) {
    if (!why.text.empty()) explanation_ = std::make_unique<const Explanation>(std::move(why));
  }
  [[nodiscard]] const Explanation* explanation() const noexcept { return explanation_.get(); }

  // Any thread; takes the queue's mutex.
  [[nodiscard]] std::uint32_t ReadingsDone() const noexcept { return queue_->ReadingsDone(lane_); }

 private:
  [[nodiscard]] Record MakeRecord(RecordKind kind) const noexcept;  // with the time of now
  [[nodiscard]] Record MakeRecord(RecordKind kind, double timestamp) const noexcept;
  void RequestReading() noexcept;

  const std::shared_ptr<NotificationQueue> queue_;
  Lane lane_;
  const std::weak_ptr<StateReader> reader_;
  const Listens listens_;
  std::atomic<ULONG> owners_{0};
  std::atomic<bool> was_released_too_often_{false};
  std::atomic<Operation> operation_{Operation::kOpen};
  std::unique_ptr<const Explanation> explanation_;  // few have one
};

}  // namespace rx_outlook

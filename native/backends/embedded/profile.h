// One profile of the embedded Outlook: its state, its registrations and the changes it goes
// through. Lives as long as anyone refers to it, also after it was removed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "abi/com_ptr.h"
#include "abi/mapioffline.h"
#include "abi/surroundings.h"
#include "backends/embedded/faults.h"

namespace rx_outlook::embedded {

struct Counters {
  std::uint64_t advises = 0;    // that succeeded
  std::uint64_t unadvises = 0;  // that succeeded
  std::uint64_t registrations = 0;
  std::uint64_t references = 0;       // on the offline object, held by clients
  std::uint64_t calling_threads = 0;  // different threads that called into the object
};

class Profile : public std::enable_shared_from_this<Profile> {
 public:
  struct Callback {
    ULONG client_token;
    ComPtr<IMAPIOfflineNotify> notify;
  };
  using Callbacks = std::vector<Callback>;

  // `group` holds what is planned for whichever profile of a test comes first.
  Profile(std::u16string name, std::shared_ptr<Faults> group, Realm realm)
      : name_(std::move(name)), group_(std::move(group)), realm_(realm) {}
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  [[nodiscard]] const std::u16string& name() const noexcept { return name_; }
  // Whose it is; kNoRealm: the process's.
  [[nodiscard]] Realm realm() const noexcept { return realm_; }
  [[nodiscard]] Faults& faults() noexcept { return faults_; }
  [[nodiscard]] const std::shared_ptr<Faults>& group() const noexcept { return group_; }

  // ── the offline object's calls; any thread, each takes mutex_ for a moment ──
  // Where each of them begins: what a test has planned for it happens here.
  HRESULT Meet(Call call);
  HRESULT Advise(ULONG client_token, ComPtr<IMAPIOfflineNotify> callback, ULONG* token);
  HRESULT Unadvise(ULONG token);
  HRESULT GetCapabilities(ULONG* capabilities);
  HRESULT GetCurrentState(ULONG* state);
  HRESULT SetCurrentState(ULONG state, bool block);
  void AddClientReference() noexcept { ++references_; }
  void DropClientReference() noexcept { --references_; }

  // ── the outside world's; any thread, each takes mutex_ for a moment ──

  // The mail server comes or goes at `due`: waits for a change under way instead of refusing.
  // `done` is dropped once the last Notify of the change has returned, or never came to be.
  void ChangeAt(std::chrono::steady_clock::time_point due, ULONG state, std::shared_ptr<void> done);
  // A state that no change announces, with any bits.
  void SetRawState(ULONG state) noexcept { state_ = state; }
  void SetCapabilities(ULONG capabilities) noexcept { capabilities_ = capabilities; }
  void DuringAdvise(ULONG state);
  void DuringUnadvise(ULONG state);
  // Calls Notify of every registration on the calling thread.
  void NotifyAll(MAPIOFFLINE_NOTIFY notification);
  // One change without ceremony on the calling thread: the other state, then one Notify.
  // `cache` spares the lock while nobody advises or unadvises.
  struct Cache {
    std::uint64_t version = ~std::uint64_t{0};
    std::shared_ptr<const Callbacks> callbacks;
  };
  void Flip(Cache& cache);
  // Says Gone to every registration; every call but Unadvise fails from now on.
  void Remove();
  [[nodiscard]] bool removed() const noexcept { return removed_; }
  [[nodiscard]] Counters counters();

 private:
  std::shared_ptr<const Callbacks> CallbacksNow();
  std::shared_ptr<const Callbacks> CallbacksLocked();
  void Change(ULONG state);  // one of changes_under_way_, and ends it
  // START, the new state, CHANGE; false when that state is not reached.
  bool Reach(ULONG previous, ULONG state);
  void ChangeDuringCall(std::optional<ULONG>& armed);
  void EndChange();
  static void Tell(const Callbacks& callbacks, MAPIOFFLINE_NOTIFY_TYPE type, ULONG previous,
                   ULONG current);

  const std::u16string name_;
  Faults faults_;
  const std::shared_ptr<Faults> group_;
  const Realm realm_;
  std::atomic<ULONG> state_{MAPIOFFLINE_STATE_ONLINE};
  std::atomic<ULONG> capabilities_{MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE};
  std::atomic<bool> removed_{false};
  std::atomic<std::uint64_t> references_{0};
  std::atomic<std::uint64_t> version_{0};  // of the set of registrations

  std::mutex mutex_;  // guards what follows
  std::uint32_t changes_under_way_ = 0;
  std::optional<ULONG> during_advise_;
  std::optional<ULONG> during_unadvise_;
  std::map<ULONG, Callback> registrations_;
  std::shared_ptr<const Callbacks> callbacks_;  // the same as a list, made when it is needed
  ULONG next_token_ = 0;                        // 0 is a token like any other
  std::uint64_t advises_ = 0;
  std::uint64_t unadvises_ = 0;
  std::set<std::thread::id> calling_threads_;
};

}  // namespace rx_outlook::embedded

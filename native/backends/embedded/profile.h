// One profile of the embedded Outlook, or one account of a profile: its state, registrations and
// changes. An account differs in one thing: it follows its profile. Lives as long as it is
// referenced, also after its removal. Any thread; most methods take mutex_ briefly, none holds it
// during Notify, Gone or AccountsChanged.
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
#include "backends/embedded/state_word.h"
#include "seam/account.h"
#include "seam/account_names.h"

namespace rx_outlook::embedded {

struct Counters {
  std::uint64_t advises = 0;    // successful ones
  std::uint64_t unadvises = 0;  // successful ones
  std::uint64_t registrations = 0;
  std::uint64_t references = 0;       // clients' references to the offline object
  std::uint64_t calling_threads = 0;  // different threads that have called the object
};

class Profile : public std::enable_shared_from_this<Profile> {
 public:
  struct Callback {
    ULONG client_token;
    ComPtr<IMAPIOfflineNotify> notify;
  };
  using Callbacks = std::vector<Callback>;

  // `group` has the faults planned for the first call of any profile in a test.
  Profile(std::u16string name, std::shared_ptr<Faults> group, Realm realm)
      : name_(std::move(name)), group_(std::move(group)), realm_(realm) {}
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  // Of an account: the name that it was made with.
  [[nodiscard]] const std::u16string& name() const noexcept { return name_; }
  // The owning realm; kNoRealm: the process.
  [[nodiscard]] Realm realm() const noexcept { return realm_; }
  [[nodiscard]] Faults& faults() noexcept { return faults_; }
  [[nodiscard]] const std::shared_ptr<Faults>& group() const noexcept { return group_; }

  // ── the offline object's calls; any thread, each takes mutex_ briefly ──

  // The start of each call: executes the test's planned holds and failures.
  HRESULT Meet(Call call);
  HRESULT Advise(ULONG client_token, ComPtr<IMAPIOfflineNotify> callback, ULONG* token);
  HRESULT Unadvise(ULONG token);
  HRESULT GetCapabilities(ULONG* capabilities);
  HRESULT GetCurrentState(ULONG* state);
  HRESULT SetCurrentState(ULONG state, bool block);
  void AddClientReference() noexcept { ++references_; }
  void DropClientReference() noexcept { --references_; }

  // ── calls of a test or the mail server; any thread, each takes mutex_ briefly ──

  // Changes the state at `due`, as when the mail server appears or disappears. Waits for a change
  // under way and does not refuse. Releases `done` after the last Notify of the change has
  // returned, or when the change is cancelled.
  void ChangeAt(std::chrono::steady_clock::time_point due, ULONG state, std::shared_ptr<void> done);
  // Sets any bits as the state, without a notification.
  void SetRawState(ULONG state) noexcept { state_.SetOwn(state); }
  void SetCapabilities(ULONG capabilities) noexcept { capabilities_ = capabilities; }
  // Changes the state within the next Advise or Unadvise.
  void DuringAdvise(ULONG state);
  void DuringUnadvise(ULONG state);
  // Calls Notify of every registration on the calling thread.
  void NotifyAll(MAPIOFFLINE_NOTIFY notification);
  // Changes to the other state on the calling thread, with one Notify: no START, no DONE. With the
  // cache it takes the lock only after an Advise or Unadvise.
  struct Cache {
    std::uint64_t version = ~std::uint64_t{0};
    std::shared_ptr<const Callbacks> callbacks;
  };
  void Flip(Cache& cache);
  // Calls Gone of every registration; every later call except Unadvise fails. Allocates nothing.
  void Remove() noexcept;
  [[nodiscard]] bool removed() const noexcept { return removed_; }
  [[nodiscard]] Counters counters();

  // ── the profile's accounts; any thread, each takes accounts_mutex_ briefly. Each that changes
  // the list tells the profile's callbacks afterwards, on the calling thread; without memory it
  // throws before it has changed the list ──

  // Makes an account that is online, or will be when the profile is. `wanted` is not empty; the
  // name becomes unique in the profile. Returns null when the profile has been removed.
  std::shared_ptr<Profile> AddAccount(const std::u16string& wanted,
                                      AccountType type = AccountType::kOther);
  // Null when there is none of that name.
  [[nodiscard]] std::shared_ptr<Profile> FindAccount(const std::u16string& name);
  // Returns false when there is none of that name.
  bool RemoveAccount(const std::u16string& name);
  // Returns the name that the account has now; an empty one when there is none of that name.
  std::u16string RenameAccount(const std::u16string& name, const std::u16string& wanted);
  [[nodiscard]] std::vector<AccountInfo> Accounts();  // in the order in which they came

 private:
  struct Account {
    std::uint64_t id;
    AccountType type;
    std::shared_ptr<Profile> state;
  };
  using AccountTable = std::map<std::u16string, Account>;
  using Followers = std::vector<std::shared_ptr<Profile>>;

  std::shared_ptr<const Callbacks> CallbacksNow();
  std::shared_ptr<const Callbacks> CallbacksLocked();
  // Calls `tell` with each callback that is registered now and still at its turn. Allocates
  // nothing. Takes mutex_ for each, and not during `tell`.
  void ForEachCallback(void (*tell)(IMAPIOfflineNotify&)) noexcept;
  void Change(ULONG state);  // ends one of changes_under_way_
  // Notifies START, sets the state, notifies CHANGE; returns false when the state is not reached.
  bool Reach(ULONG previous, ULONG state);
  // Notifies START; returns false when the change ends there.
  bool Announce(ULONG previous, ULONG state);
  void ChangeDuringCall(std::optional<ULONG>& armed);
  void EndChange();
  static void Tell(const Callbacks& callbacks, MAPIOFFLINE_NOTIFY_TYPE type, ULONG previous,
                   ULONG current);

  // Of a profile, for its accounts.
  [[nodiscard]] std::u16string FreeNameLocked(const std::u16string& wanted,
                                              const std::u16string& own = {});
  void TellAccountsChanged() noexcept;
  std::shared_ptr<const Followers> FollowersNow();
  void LetFollow();
  void LetFollowAtOnce();
  StateWord::Step HoldOrRelease(Profile& account);
  void RemoveAccounts() noexcept;
  // Of an account.
  void Follow(Profile& parent);
  StateWord::Step Reach(Profile& parent);
  StateWord::Step FollowAtOnce(Profile& parent);

  const std::u16string name_;
  Faults faults_;
  const std::shared_ptr<Faults> group_;
  const Realm realm_;
  StateWord state_;
  std::atomic<ULONG> capabilities_{MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE};
  std::atomic<bool> removed_{false};
  std::atomic<std::uint64_t> references_{0};
  std::atomic<std::uint64_t> version_{0};  // of the set of registrations

  std::atomic<bool> has_accounts_{false};  // or has had some

  std::mutex accounts_mutex_;  // guards the three below, and whether it holds its accounts
  AccountTable accounts_;
  AccountNames names_;
  std::shared_ptr<const Followers> followers_;  // accounts_ as a list; null: to be made again

  std::mutex mutex_;  // guards the members below
  std::uint32_t changes_under_way_ = 0;
  std::optional<ULONG> during_advise_;
  std::optional<ULONG> during_unadvise_;
  std::map<ULONG, Callback> registrations_;
  std::shared_ptr<const Callbacks> callbacks_;  // registrations_ as a list; null: to be made again
  ULONG next_token_ = 0;                        // 0 is a valid token
  std::uint64_t advises_ = 0;
  std::uint64_t unadvises_ = 0;
  std::set<std::thread::id> calling_threads_;
};

}  // namespace rx_outlook::embedded

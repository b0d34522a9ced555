// A profile and its accounts: the list, and how the accounts follow the profile's state.
#include <algorithm>
#include <utility>

#include "backends/embedded/profile.h"
#include "seam/seam.h"

namespace rx_outlook::embedded {
namespace {

// Never given twice in the process: a profile of the same name may come back with other accounts.
std::uint64_t NextAccountId() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

// An account that is renamed may keep its `own` name.
std::u16string Profile::FreeNameLocked(const std::u16string& wanted, const std::u16string& own) {
  return names_.Choose(
      wanted, [&](const std::u16string& name) { return name != own && accounts_.count(name) > 0; });
}

std::shared_ptr<Profile> Profile::AddAccount(const std::u16string& wanted, AccountType type) {
  std::shared_ptr<Profile> account;
  {
    has_accounts_ = true;  // before the state is read, so that a flood changes it or is seen here
    const std::lock_guard lock(accounts_mutex_);
    if (removed_) return nullptr;
    std::u16string name = FreeNameLocked(wanted);
    account = std::make_shared<Profile>(name, group_, realm_);
    account->state_.Hold(state_.is_offline());
    accounts_.emplace(std::move(name), Account{NextAccountId(), type, account});
    followers_.reset();
  }
  TellAccountsChanged();
  return account;
}

std::shared_ptr<Profile> Profile::FindAccount(const std::u16string& name) {
  const std::lock_guard lock(accounts_mutex_);
  const auto found = accounts_.find(name);
  return found == accounts_.end() ? nullptr : found->second.state;
}

bool Profile::RemoveAccount(const std::u16string& name) {
  AccountTable::node_type account;
  {
    const std::lock_guard lock(accounts_mutex_);
    if (accounts_.count(name) == 0) return false;
    names_.Free(name);
    account = accounts_.extract(name);
    followers_.reset();
  }
  account.mapped().state->Remove();
  TellAccountsChanged();
  return true;
}

std::u16string Profile::RenameAccount(const std::u16string& name, const std::u16string& wanted) {
  std::u16string free;
  {
    const std::lock_guard lock(accounts_mutex_);
    if (accounts_.count(name) == 0) return {};
    names_.Free(name);  // before the choice, which may be the same name
    free = FreeNameLocked(wanted, name);
    if (free == name) return free;
    std::u16string key = free;
    AccountTable::node_type account = accounts_.extract(name);
    account.key() = std::move(key);
    accounts_.insert(std::move(account));
  }
  TellAccountsChanged();
  return free;
}

std::vector<AccountInfo> Profile::Accounts() {
  std::vector<AccountInfo> list;
  {
    const std::lock_guard lock(accounts_mutex_);
    list.reserve(accounts_.size());
    for (const auto& [name, account] : accounts_) list.push_back({account.id, name, account.type});
  }
  // As they came.
  std::sort(list.begin(), list.end(),
            [](const AccountInfo& left, const AccountInfo& right) { return left.id < right.id; });
  return list;
}

// May not fail: the list has changed already.
void Profile::TellAccountsChanged() noexcept {
  ForEachCallback([](IMAPIOfflineNotify& callback) {
    ComPtr<IAccountsChanged> listening;
    void** const out = reinterpret_cast<void**>(listening.Put());
    if (SUCCEEDED(callback.QueryInterface(IID_IAccountsChanged, out))) {
      listening->AccountsChanged();
    }
  });
}

std::shared_ptr<const Profile::Followers> Profile::FollowersNow() {
  const std::lock_guard lock(accounts_mutex_);
  if (!followers_) {
    auto list = std::make_shared<Followers>();
    list->reserve(accounts_.size());
    for (const auto& [name, account] : accounts_) list->push_back(account.state);
    followers_ = std::move(list);
  }
  return followers_;
}

// On the notifier's thread: each account with its START, CHANGE and DONE.
void Profile::LetFollow() {
  if (!has_accounts_) return;
  const std::shared_ptr<const Followers> followers = FollowersNow();
  for (const std::shared_ptr<Profile>& account : *followers) account->Follow(*this);
}

// Of a flood, on any thread: each account with one Notify.
void Profile::LetFollowAtOnce() {
  if (!has_accounts_) return;
  const std::shared_ptr<const Followers> followers = FollowersNow();
  for (const std::shared_ptr<Profile>& account : *followers) {
    static_cast<void>(account->FollowAtOnce(*this));
  }
}

void Profile::Follow(Profile& parent) {
  {
    const std::lock_guard lock(mutex_);
    ++changes_under_way_;
  }
  const StateWord::Step step = Reach(parent);
  EndChange();
  if (step.before != step.after) {
    Tell(*CallbacksNow(), MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE, step.before, step.after);
  }
}

StateWord::Step Profile::Reach(Profile& parent) {
  const ULONG previous = state_.now();
  if (removed_) return {previous, previous};
  const ULONG next = parent.state_.is_offline() ? ULONG{MAPIOFFLINE_STATE_OFFLINE} : state_.own();
  if (previous != next && !Announce(previous, next)) {
    // An account that has failed to come back is offline by itself, so that it can be set online.
    if (state_.is_offline()) {
      state_.SetOwn(MAPIOFFLINE_STATE_OFFLINE);
      parent.HoldOrRelease(*this);
    }
    return {previous, previous};
  }
  return FollowAtOnce(parent);
}

StateWord::Step Profile::FollowAtOnce(Profile& parent) {
  const StateWord::Step step = parent.HoldOrRelease(*this);
  if (step.before != step.after && !removed_) {
    Tell(*CallbacksNow(), MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE, step.before, step.after);
  }
  return step;
}

// By the state of this moment: under the mutex, the last of several threads has seen the last one.
StateWord::Step Profile::HoldOrRelease(Profile& account) {
  const std::lock_guard lock(accounts_mutex_);
  return account.state_.Hold(state_.is_offline());
}

void Profile::RemoveAccounts() noexcept {
  AccountTable removed;
  {
    const std::lock_guard lock(accounts_mutex_);
    removed.swap(accounts_);
    followers_.reset();
  }
  for (const auto& [name, account] : removed) account.state->Remove();
}

}  // namespace rx_outlook::embedded

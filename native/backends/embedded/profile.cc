#include "backends/embedded/profile.h"

#include <utility>

#include "backends/embedded/notifier.h"
#include "seam/seam.h"

namespace rx_outlook::embedded {
namespace {

void NotifyEach(const Profile::Callbacks& callbacks, MAPIOFFLINE_NOTIFY& notification) {
  for (const Profile::Callback& callback : callbacks) {
    notification.ulClientToken = callback.client_token;
    callback.notify->Notify(&notification);
  }
}

}  // namespace

HRESULT Profile::Meet(Call call) {
  {
    const std::lock_guard lock(mutex_);
    calling_threads_.insert(std::this_thread::get_id());
  }
  for (Faults* const faults : {&faults_, group_.get()}) {
    if (const HRESULT planned = faults->Meet(call); FAILED(planned)) return planned;
  }
  return removed_ && call != Call::kUnadvise ? MAPI_E_OBJECT_DELETED : S_OK;
}

HRESULT Profile::Advise(ULONG client_token, ComPtr<IMAPIOfflineNotify> callback, ULONG* token) {
  if (const HRESULT hr = Meet(Call::kAdvise); FAILED(hr)) return hr;
  {
    const std::lock_guard lock(mutex_);
    if (removed_) return MAPI_E_OBJECT_DELETED;
    *token = next_token_++;
    registrations_.emplace(*token, Callback{client_token, std::move(callback)});
    callbacks_.reset();
    ++version_;
    ++advises_;
  }
  ChangeDuringCall(during_advise_);
  return S_OK;
}

HRESULT Profile::Unadvise(ULONG token) {
  if (const HRESULT hr = Meet(Call::kUnadvise); FAILED(hr)) return hr;
  ChangeDuringCall(during_unadvise_);
  std::shared_ptr<const Callbacks> stale;  // released after the lock, like the callback
  std::map<ULONG, Callback>::node_type registration;
  const std::lock_guard lock(mutex_);
  registration = registrations_.extract(token);
  if (registration.empty()) return E_INVALIDARG;
  stale = std::move(callbacks_);
  ++version_;
  ++unadvises_;
  return S_OK;
}

HRESULT Profile::GetCapabilities(ULONG* capabilities) {
  if (const HRESULT hr = Meet(Call::kGetCapabilities); FAILED(hr)) return hr;
  *capabilities = capabilities_;
  return S_OK;
}

HRESULT Profile::GetCurrentState(ULONG* state) {
  if (const HRESULT hr = Meet(Call::kGetCurrentState); FAILED(hr)) return hr;
  *state = state_.now();
  return S_OK;
}

HRESULT Profile::SetCurrentState(ULONG state, bool block) {
  if (const HRESULT hr = Meet(Call::kSetCurrentState); FAILED(hr)) return hr;
  // A capability has the same bit as its state.
  if ((capabilities_ & state) == 0) return MAPI_E_NO_SUPPORT;
  Notifier& notifier = Notifier::Instance();
  // Called within a Notify, whose change has not reached all callbacks yet.
  if (block && notifier.IsCurrentThread()) return E_PENDING;
  {
    const std::lock_guard lock(mutex_);
    if (changes_under_way_ > 0) return E_PENDING;
    // An account's own state: of an offline profile it cannot be online now, and is remembered.
    if (state_.own() == state) return S_OK;
    ++changes_under_way_;
  }
  const auto change = [self = shared_from_this(), state] { self->Change(state); };
  try {
    if (!block) {
      notifier.Post(Notifier::Clock::now(), this, change);
      return S_OK;
    }
    notifier.RunAndWait(this, change);
  } catch (...) {
    EndChange();  // the change has not started
    throw;
  }
  return removed_ ? MAPI_E_OBJECT_DELETED : S_OK;
}

void Profile::ChangeAt(std::chrono::steady_clock::time_point due, ULONG state,
                       std::shared_ptr<void> done) {
  // Counted as under way from `due` on, not while a script waits for it.
  const bool now = due <= Notifier::Clock::now();
  if (now) {
    const std::lock_guard lock(mutex_);
    ++changes_under_way_;
  }
  Notifier::Instance().Post(due, this,
                            [self = shared_from_this(), state, now, done = std::move(done)] {
                              if (!now) {
                                const std::lock_guard lock(self->mutex_);
                                ++self->changes_under_way_;
                              }
                              self->Change(state);
                            });
}

// On the notifier's thread. Each phase goes to the callbacks registered at that moment.
void Profile::Change(ULONG state) {
  const ULONG previous = state_.now();
  const bool changed = !state_.Remember(state) && Reach(previous, state);
  if (changed) LetFollow();  // before DONE: then the accounts have followed
  EndChange();               // before DONE: a callback may request the next change at once
  if (changed) {
    Tell(*CallbacksNow(), MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE, previous, state);
  }
}

bool Profile::Reach(ULONG previous, ULONG state) {
  if (removed_ || previous == state || !Announce(previous, state)) return false;
  // A flood may have taken the account's profile offline meanwhile.
  if (state_.SetOwn(state).after != state) return false;
  Tell(*CallbacksNow(), MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE, previous, state);
  return true;
}

bool Profile::Announce(ULONG previous, ULONG state) {
  Tell(*CallbacksNow(), MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START, previous, state);
  return SUCCEEDED(faults_.Meet(Call::kChange)) && SUCCEEDED(group_->Meet(Call::kChange)) &&
         !removed_;
}

void Profile::EndChange() {
  const std::lock_guard lock(mutex_);
  --changes_under_way_;
}

void Profile::DuringAdvise(ULONG state) {
  const std::lock_guard lock(mutex_);
  during_advise_ = state;
}

void Profile::DuringUnadvise(ULONG state) {
  const std::lock_guard lock(mutex_);
  during_unadvise_ = state;
}

void Profile::ChangeDuringCall(std::optional<ULONG>& armed) {
  std::optional<ULONG> state;
  {
    const std::lock_guard lock(mutex_);
    state = std::exchange(armed, std::nullopt);
    if (state) ++changes_under_way_;
  }
  if (state) Notifier::Instance().RunAndWait(this, [this, state] { Change(*state); });
}

void Profile::NotifyAll(MAPIOFFLINE_NOTIFY notification) {
  NotifyEach(*CallbacksNow(), notification);
}

void Profile::Flip(Cache& cache) {
  const StateWord::Step step = state_.Flip();
  // Reads the callbacks after the change: a client that advised before it may have read the old
  // state, and needs the notification.
  if (const std::uint64_t version = version_; version != cache.version) {
    cache.callbacks.reset();
    cache.callbacks = CallbacksNow();
    cache.version = version;
  }
  if (step.before == step.after) return;  // held offline by its profile
  Tell(*cache.callbacks, MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE, step.before, step.after);
  LetFollowAtOnce();
}

void Profile::Tell(const Callbacks& callbacks, MAPIOFFLINE_NOTIFY_TYPE type, ULONG previous,
                   ULONG current) {
  MAPIOFFLINE_NOTIFY notification{};
  notification.ulSize = sizeof(notification);
  notification.NotifyType = type;
  notification.Info.StateChange.ulMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
  notification.Info.StateChange.ulStateOld = previous;
  notification.Info.StateChange.ulStateNew = current;
  NotifyEach(callbacks, notification);
}

std::shared_ptr<const Profile::Callbacks> Profile::CallbacksNow() {
  const std::lock_guard lock(mutex_);
  return CallbacksLocked();
}

std::shared_ptr<const Profile::Callbacks> Profile::CallbacksLocked() {
  if (!callbacks_) {
    auto list = std::make_shared<Callbacks>();
    list->reserve(registrations_.size());
    for (const auto& [token, callback] : registrations_) list->push_back(callback);
    callbacks_ = std::move(list);
  }
  return callbacks_;
}

void Profile::ForEachCallback(void (*tell)(IMAPIOfflineNotify&)) noexcept {
  ULONG next = 0;
  std::optional<ULONG> end;
  for (;;) {
    ComPtr<IMAPIOfflineNotify> callback;  // released after the lock
    {
      const std::lock_guard lock(mutex_);
      if (!end) end = next_token_;
      const auto found = registrations_.lower_bound(next);
      if (found == registrations_.end() || found->first >= *end) return;
      next = found->first + 1;
      callback = found->second.notify;
    }
    tell(*callback.Get());
  }
}

void Profile::Remove() noexcept {
  {
    const std::lock_guard lock(mutex_);  // Advise under the same mutex fails from now on
    if (removed_.exchange(true)) return;
  }
  Notifier::Cancel(this);
  faults_.ReleaseAll();
  RemoveAccounts();
  ForEachCallback([](IMAPIOfflineNotify& callback) {
    ComPtr<IOfflineObjectGone> gone;
    void** const out = reinterpret_cast<void**>(gone.Put());
    if (SUCCEEDED(callback.QueryInterface(IID_IOfflineObjectGone, out))) {
      gone->Gone(MAPI_E_OBJECT_DELETED);
    }
  });
}

Counters Profile::counters() {
  const std::lock_guard lock(mutex_);
  return {advises_, unadvises_, registrations_.size(), references_, calling_threads_.size()};
}

}  // namespace rx_outlook::embedded

#include "backends/bridge/callbacks.h"

#include <utility>

namespace rx_outlook::bridge {

void Callbacks::Register(std::uint32_t registration, ULONG client_token,
                         ComPtr<IMAPIOfflineNotify> callback) {
  ComPtr<IRelayedNotify> relayed;
  callback->QueryInterface(IID_IRelayedNotify, reinterpret_cast<void**>(relayed.Put()));
  const std::lock_guard lock(mutex_);
  callbacks_.insert_or_assign(registration,
                              Callback{client_token, std::move(callback), std::move(relayed)});
}

void Callbacks::Unregister(std::uint32_t registration) {
  decltype(callbacks_)::node_type unregistered;  // released after the lock
  const std::lock_guard lock(mutex_);
  unregistered = callbacks_.extract(registration);
}

bool Callbacks::empty() const {
  const std::lock_guard lock(mutex_);
  return callbacks_.empty();
}

void Callbacks::Deliver(const RelayedEvent& event) {
  Callback callback{};
  {
    const std::lock_guard lock(mutex_);
    const auto found = callbacks_.find(event.registration);
    if (found == callbacks_.end()) return;  // unadvised in the meantime
    callback = found->second;
  }
  if (event.kind == RelayedEvent::Kind::kAccounts) return TellAccountsChanged(callback);
  if (callback.relayed) return callback.relayed->Relayed(event);
  DeliverToOthers(callback, event);
}

void Callbacks::EndAll(HRESULT reason) {
  decltype(callbacks_) ended;
  {
    const std::lock_guard lock(mutex_);
    ended.swap(callbacks_);
  }
  for (const auto& [registration, callback] : ended) TellGone(callback, reason);
}

// Calls the callback as Outlook would. The state that a reading brought has no call of its own.
void Callbacks::DeliverToOthers(const Callback& callback, const RelayedEvent& event) {
  if (event.kind == RelayedEvent::Kind::kFailure) return TellGone(callback, event.hresult);
  if (event.kind != RelayedEvent::Kind::kNotification) return;
  MAPIOFFLINE_NOTIFY notify{};
  notify.ulSize = sizeof(notify);
  notify.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(event.phase);
  notify.ulClientToken = callback.client_token;
  notify.Info.StateChange = {MAPIOFFLINE_STATE_OFFLINE_MASK, event.previous, event.current};
  callback.notify->Notify(&notify);
}

void Callbacks::TellAccountsChanged(const Callback& callback) {
  ComPtr<IAccountsChanged> listening;
  if (SUCCEEDED(callback.notify->QueryInterface(IID_IAccountsChanged,
                                                reinterpret_cast<void**>(listening.Put())))) {
    listening->AccountsChanged();
  }
}

void Callbacks::TellGone(const Callback& callback, HRESULT reason) {
  ComPtr<IOfflineObjectGone> gone;
  if (SUCCEEDED(callback.notify->QueryInterface(IID_IOfflineObjectGone,
                                                reinterpret_cast<void**>(gone.Put())))) {
    gone->Gone(reason);
  }
}

}  // namespace rx_outlook::bridge

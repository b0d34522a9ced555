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
  decltype(callbacks_)::node_type unregistered;  // outlives the lock
  const std::lock_guard lock(mutex_);
  unregistered = callbacks_.extract(registration);
}

bool Callbacks::empty() const {
  const std::lock_guard lock(mutex_);
  return callbacks_.empty();
}

void Callbacks::Deliver(const Event& event) {
  Callback callback{};
  {
    const std::lock_guard lock(mutex_);
    const auto found = callbacks_.find(event.registration);
    if (found == callbacks_.end()) return;  // unadvised meanwhile
    callback = found->second;
  }
  switch (event.kind) {
    case EventKind::kNotification:
      return Notify(callback, event);
    case EventKind::kReading:
      if (callback.relayed) callback.relayed->ReadingDue(event.detail, event.merged);
      return;
    case EventKind::kState:
      if (callback.relayed) callback.relayed->StateRead(event.current, event.detail);
      return;
    case EventKind::kFailure:
      if (callback.relayed && event.detail == kReadingFailed) {
        return callback.relayed->ReadingFailed(event.hresult);
      }
      return SayGone(callback, event.hresult);
  }
}

void Callbacks::EndAll(HRESULT reason) {
  decltype(callbacks_) ended;
  {
    const std::lock_guard lock(mutex_);
    ended.swap(callbacks_);
  }
  for (const auto& [registration, callback] : ended) SayGone(callback, reason);
}

void Callbacks::Notify(const Callback& callback, const Event& event) {
  if (callback.relayed) {
    return callback.relayed->Relayed(
        {event.phase, event.previous, event.current, event.merged, event.detail, event.timestamp});
  }
  MAPIOFFLINE_NOTIFY notify{};
  notify.ulSize = sizeof(notify);
  notify.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(event.phase);
  notify.ulClientToken = callback.client_token;
  notify.Info.StateChange = {MAPIOFFLINE_STATE_OFFLINE_MASK, event.previous, event.current};
  callback.notify->Notify(&notify);
}

void Callbacks::SayGone(const Callback& callback, HRESULT reason) {
  ComPtr<IOfflineObjectGone> gone;
  if (SUCCEEDED(callback.notify->QueryInterface(IID_IOfflineObjectGone,
                                                reinterpret_cast<void**>(gone.Put())))) {
    gone->Gone(reason);
  }
}

}  // namespace rx_outlook::bridge

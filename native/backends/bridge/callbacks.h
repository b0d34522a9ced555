// The callbacks of a connection's registrations.
#pragma once

#include <mutex>
#include <unordered_map>

#include "seam/seam.h"

namespace rx_outlook::bridge {

// Passes each event to the callback of its registration. Each method takes mutex_; none calls or
// releases a callback under it.
class Callbacks {
 public:
  // Dispatcher thread. A call that is under way may still arrive after Unregister.
  void Register(std::uint32_t registration, ULONG client_token,
                ComPtr<IMAPIOfflineNotify> callback);
  void Unregister(std::uint32_t registration);

  // Any thread.
  [[nodiscard]] bool empty() const;

  // The loop's thread.
  void Deliver(const RelayedEvent& event);
  void EndAll(HRESULT reason);  // tells all callbacks that their objects are gone

 private:
  struct Callback {
    ULONG client_token;
    ComPtr<IMAPIOfflineNotify> notify;
    ComPtr<IRelayedNotify> relayed;  // null for a callback that is not ours
  };

  static void DeliverToOthers(const Callback& callback, const RelayedEvent& event);
  static void TellAccountsChanged(const Callback& callback);
  static void TellGone(const Callback& callback, HRESULT reason);

  mutable std::mutex mutex_;
  std::unordered_map<std::uint32_t, Callback> callbacks_;
};

}  // namespace rx_outlook::bridge

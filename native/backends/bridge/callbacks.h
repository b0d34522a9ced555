// Whom the events of a connection's registrations go to.
#pragma once

#include <mutex>
#include <unordered_map>

#include "bridge/protocol.h"
#include "seam/seam.h"

namespace rx_outlook::bridge {

// Each method takes mutex_; none calls a callback, or lets go of one, while it holds it.
class Callbacks {
 public:
  // From now on, or no longer. Dispatcher thread. A call that is under way may still arrive.
  void Register(std::uint32_t registration, ULONG client_token,
                ComPtr<IMAPIOfflineNotify> callback);
  void Unregister(std::uint32_t registration);

  [[nodiscard]] bool empty() const;

  // The loop's thread.
  void Deliver(const Event& event);
  void EndAll(HRESULT reason);  // the objects are gone

 private:
  struct Callback {
    ULONG client_token;
    ComPtr<IMAPIOfflineNotify> notify;
    ComPtr<IRelayedNotify> relayed;  // null for a callback that is not of ours
  };

  static void Notify(const Callback& callback, const Event& event);
  static void SayGone(const Callback& callback, HRESULT reason);

  mutable std::mutex mutex_;
  std::unordered_map<std::uint32_t, Callback> callbacks_;
};

}  // namespace rx_outlook::bridge

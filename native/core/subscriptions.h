// The registrations that one environment has on one backend: each from its Advise to its Unadvise.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/advise_token.h"
#include "core/backend_thread.h"
#include "core/notification_queue.h"
#include "core/registration.h"

namespace rx_outlook {

// Dispatcher thread only, so it has no lock.
class Subscriptions {
 public:
  explicit Subscriptions(std::shared_ptr<NotificationQueue> queue) noexcept
      : queue_(std::move(queue)) {}

  // Open, GetCapabilities, Advise, GetCurrentState. A record of the queue reports the outcome.
  void Start(BackendThread& thread, const Surroundings& from,
             const OwnPtr<Registration>& registration, const Target& target);
  // Advise alone, on an object that is open.
  HRESULT Advise(BackendThread&, const ComPtr<IMAPIOfflineMgr>& object,
                 const OwnPtr<Registration>& registration);

  // Reads the state again, unless the registration has ended.
  void ReadAgain(BackendThread&, RegistrationKey key) noexcept;

  // The one Unadvise. Answers as the object does: E_UNEXPECTED where it released our callback once
  // too often, S_OK where no Advise has succeeded.
  HRESULT End(BackendThread&, RegistrationKey key) noexcept;
  void EndAll(BackendThread&) noexcept;

 private:
  struct Subscription {
    OwnPtr<Registration> registration;
    AdviseToken token;  // destroyed before the registration
    Target target;
  };

  static HRESULT Connect(BackendThread& thread, const Surroundings& from,
                         const OwnPtr<Registration>& registration, const Target& target,
                         AdviseToken& token, Explanation& why);
  HRESULT Finish(Subscription& subscription) noexcept;
  HRESULT Finish(Registration& registration, AdviseToken& token, const Target& target) noexcept;

  const std::shared_ptr<NotificationQueue> queue_;
  std::unordered_map<RegistrationKey, Subscription, HashKey> subscriptions_;
};

}  // namespace rx_outlook

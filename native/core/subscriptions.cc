#include "core/subscriptions.h"

#include <new>
#include <utility>

namespace rx_outlook {
namespace {

// Names that there is no memory for are left out.
Target CopyOf(const Target& target) noexcept {
  try {
    return target;
  } catch (const std::bad_alloc&) {
    return {};
  }
}

}  // namespace

void Subscriptions::Start(BackendThread& thread, const Surroundings& from,
                          const OwnPtr<Registration>& registration, const Target& target) {
  AdviseToken token;
  HRESULT hr = S_OK;
  try {
    Explanation why;
    hr = Connect(thread, from, registration, target, token, why);
    if (SUCCEEDED(hr)) {
      subscriptions_.emplace(registration->key(),
                             Subscription{registration, std::move(token), target});
      return;
    }
    registration->SetExplanation(std::move(why));
  } catch (const std::bad_alloc&) {
    hr = E_OUTOFMEMORY;
  }
  registration->Fail(registration->operation(), hr);
  static_cast<void>(Finish(*registration, token, target));
}

HRESULT Subscriptions::Connect(BackendThread& thread, const Surroundings& from,
                               const OwnPtr<Registration>& registration, const Target& target,
                               AdviseToken& token, Explanation& why) {
  ComPtr<IMAPIOfflineMgr> object;
  HRESULT hr = thread.Open(from, target, object.Put(), why);
  if (FAILED(hr)) return hr;
  if (!object) return E_UNEXPECTED;

  // Proves that the object answers, before it is advised. The capabilities are not needed.
  registration->SetOperation(Operation::kGetCapabilities);
  ULONG capabilities = 0;
  hr = object->GetCapabilities(&capabilities);
  if (FAILED(hr)) return hr;

  registration->SetOperation(Operation::kAdvise);
  hr = token.Advise(object, registration.Get());
  if (FAILED(hr)) return hr;

  // After Advise: no change falls between this reading and the first notification.
  registration->SetOperation(Operation::kGetCurrentState);
  ULONG state = 0;
  hr = object->GetCurrentState(&state);
  if (FAILED(hr)) return hr;
  registration->Begin(state, why.way);
  return S_OK;
}

HRESULT Subscriptions::Advise(BackendThread&, const ComPtr<IMAPIOfflineMgr>& object,
                              const OwnPtr<Registration>& registration) {
  AdviseToken token;
  try {
    const HRESULT hr = token.Advise(object, registration.Get());
    if (FAILED(hr)) return hr;
    subscriptions_.emplace(registration->key(), Subscription{registration, std::move(token), {}});
    return hr;
  } catch (const std::bad_alloc&) {
    static_cast<void>(Finish(*registration, token, {}));
    return E_OUTOFMEMORY;
  }
}

void Subscriptions::ReadAgain(BackendThread&, RegistrationKey key) noexcept {
  const auto found = subscriptions_.find(key);
  if (found == subscriptions_.end()) return;  // unsubscribed meanwhile
  found->second.registration->ReadAgain(found->second.token.object());
}

HRESULT Subscriptions::End(BackendThread&, RegistrationKey key) noexcept {
  auto ended = subscriptions_.extract(key);
  return ended ? Finish(ended.mapped()) : S_OK;
}

void Subscriptions::EndAll(BackendThread&) noexcept {
  for (auto& [key, subscription] : subscriptions_) static_cast<void>(Finish(subscription));
  subscriptions_.clear();
}

HRESULT Subscriptions::Finish(Subscription& subscription) noexcept {
  return Finish(*subscription.registration, subscription.token, subscription.target);
}

HRESULT Subscriptions::Finish(Registration& registration, AdviseToken& token,
                              const Target& target) noexcept {
  const HRESULT hr = token.Unadvise();
  if (FAILED(hr)) queue_->PushFault({CopyOf(target), Operation::kUnadvise, hr});
  if (!registration.was_released_too_often()) return hr;
  // Never freed: an object that has released the callback too often may still call it, even when
  // this environment has ended.
  registration.Own();
  queue_->PushFault({CopyOf(target), Operation::kRelease, E_UNEXPECTED});
  return FAILED(hr) ? hr : E_UNEXPECTED;
}

}  // namespace rx_outlook

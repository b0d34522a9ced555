// One successful Advise, owned: its end is the one Unadvise, then the object's release.
#pragma once

#include <optional>
#include <utility>

#include "abi/com_ptr.h"
#include "abi/mapioffline.h"

namespace rx_outlook {

// Dispatcher thread only, as every call into an offline object.
class AdviseToken {
 public:
  AdviseToken() noexcept = default;
  AdviseToken(AdviseToken&& other) noexcept
      : object_(std::move(other.object_)), token_(std::exchange(other.token_, std::nullopt)) {}
  AdviseToken& operator=(AdviseToken&&) = delete;
  // The answer is lost here: a caller that needs it calls Unadvise before.
  ~AdviseToken() { static_cast<void>(Unadvise()); }

  // The one Unadvise; S_OK where there is nothing to unadvise, or no longer. Not called again after
  // any answer: a token that has been unadvised may belong to another client.
  [[nodiscard]] HRESULT Unadvise() noexcept {
    const std::optional<ULONG> token = std::exchange(token_, std::nullopt);
    return token ? object_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, *token) : S_OK;
  }

  // Registers `callback` for every state change.
  HRESULT Advise(const ComPtr<IMAPIOfflineMgr>& object, IMAPIOfflineNotify* callback) noexcept {
    MAPIOFFLINE_ADVISEINFO info{};
    info.ulSize = sizeof(info);
    info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    info.pCallback = callback;
    info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    info.ulStateMask = MAPIOFFLINE_STATE_ALL;
    ULONG token = 0;
    const HRESULT hr = object->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token);
    if (SUCCEEDED(hr)) {
      object_ = object;
      token_ = token;  // any value, 0 included, is a token
    }
    return hr;
  }

  [[nodiscard]] IMAPIOfflineMgr& object() const noexcept { return *object_; }

 private:
  ComPtr<IMAPIOfflineMgr> object_;
  std::optional<ULONG> token_;
};

}  // namespace rx_outlook

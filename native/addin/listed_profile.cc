#include "addin/listed_profile.h"

#include <new>
#include <utility>

namespace rx_outlook::addin {

ListedProfile::ListedProfile(ComPtr<IMAPIOfflineMgr> profile,
                             std::shared_ptr<automation::Reader> reader)
    : profile_(std::move(profile)), reader_(std::move(reader)) {}

HRESULT ListedProfile::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                       void* pReserved) noexcept {
  return profile_->SetCurrentState(ulFlags, ulMask, ulState, pReserved);
}

HRESULT ListedProfile::GetCapabilities(ULONG* pulCapabilities) noexcept {
  return profile_->GetCapabilities(pulCapabilities);
}

HRESULT ListedProfile::GetCurrentState(ULONG* pulState) noexcept {
  return profile_->GetCurrentState(pulState);
}

HRESULT ListedProfile::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                              ULONG* pulAdviseToken) noexcept {
  HRESULT hr = profile_->Advise(ulFlags, pAdviseInfo, pulAdviseToken);
  if (FAILED(hr)) return hr;
  try {
    hr = Watch(*pulAdviseToken, *pAdviseInfo->pCallback);
  } catch (const std::bad_alloc&) {
    hr = E_OUTOFMEMORY;
  }
  if (FAILED(hr)) {
    static_cast<void>(profile_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, *pulAdviseToken));
  }
  return hr;
}

HRESULT ListedProfile::Watch(ULONG token, IUnknown& callback) {
  ComPtr<IAccountsChanged> listening;
  automation::Callback watching;
  if (FAILED(callback.QueryInterface(IID_IAccountsChanged,
                                     reinterpret_cast<void**>(listening.Put()))) ||
      FAILED(callback.QueryInterface(IID_IMAPIOfflineNotify,
                                     reinterpret_cast<void**>(watching.notify.Put())))) {
    return S_OK;
  }
  // The node first: a watch without one would have no end.
  std::map<ULONG, ULONG> made{{token, 0}};
  const HRESULT hr = reader_->WatchAccounts(std::move(watching), &made.begin()->second);
  if (FAILED(hr)) return hr;
  const std::lock_guard lock(mutex_);
  watches_.insert(made.extract(made.begin()));
  return S_OK;
}

HRESULT ListedProfile::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  decltype(watches_)::node_type watch;
  {
    const std::lock_guard lock(mutex_);
    watch = watches_.extract(ulAdviseToken);
  }
  if (watch) static_cast<void>(reader_->Unadvise(watch.mapped()));
  return profile_->Unadvise(ulFlags, ulAdviseToken);
}

}  // namespace rx_outlook::addin

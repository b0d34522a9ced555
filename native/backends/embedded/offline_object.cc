#include "backends/embedded/offline_object.h"

#include <exception>

#include "seam/documented_arguments.h"

namespace rx_outlook::embedded {
namespace {

using Object = ComObject<OfflineObject, NoPlaceholders>;

// No exception crosses a COM boundary.
template <typename Body>
HRESULT Guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::exception&) {
    return E_OUTOFMEMORY;  // the only exception here
  }
}

}  // namespace

ULONG OfflineObject::AddRef() noexcept {
  profile_->AddClientReference();
  return Object::AddRef();
}

ULONG OfflineObject::Release() noexcept {
  profile_->DropClientReference();
  return Object::Release();
}

HRESULT OfflineObject::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                       void* pReserved) noexcept {
  if (!IsSetting(ulFlags, ulMask, ulState, pReserved)) return E_INVALIDARG;
  const bool block = ulFlags == MAPIOFFLINE_FLAG_BLOCK;
  return Guarded([&] { return profile_->SetCurrentState(ulState, block); });
}

HRESULT OfflineObject::GetCapabilities(ULONG* pulCapabilities) noexcept {
  if (pulCapabilities == nullptr) return E_INVALIDARG;
  return Guarded([&] { return profile_->GetCapabilities(pulCapabilities); });
}

HRESULT OfflineObject::GetCurrentState(ULONG* pulState) noexcept {
  if (pulState == nullptr) return E_INVALIDARG;
  return Guarded([&] { return profile_->GetCurrentState(pulState); });
}

HRESULT OfflineObject::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                              ULONG* pulAdviseToken) noexcept {
  if (!IsAdvise(ulFlags, pAdviseInfo, pulAdviseToken)) return E_INVALIDARG;
  return Guarded([&] {
    ComPtr<IMAPIOfflineNotify> callback;
    void** const out = reinterpret_cast<void**>(callback.Put());
    if (FAILED(pAdviseInfo->pCallback->QueryInterface(IID_IMAPIOfflineNotify, out))) {
      return E_NOINTERFACE;
    }
    return profile_->Advise(pAdviseInfo->ulClientToken, std::move(callback), pulAdviseToken);
  });
}

HRESULT OfflineObject::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT) return E_INVALIDARG;
  return Guarded([&] { return profile_->Unadvise(ulAdviseToken); });
}

}  // namespace rx_outlook::embedded

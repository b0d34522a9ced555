#include "backends/automation/offline_object.h"

#include <new>

namespace rx_outlook::automation {
namespace {

// No exception crosses a COM boundary.
template <typename Body>
HRESULT Guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

}  // namespace

HRESULT OfflineObject::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                       void* pReserved) noexcept {
  if (ulFlags != MAPIOFFLINE_FLAG_DEFAULT && ulFlags != MAPIOFFLINE_FLAG_BLOCK) {
    return E_INVALIDARG;
  }
  if (ulMask != MAPIOFFLINE_STATE_OFFLINE_MASK || pReserved != nullptr) return E_INVALIDARG;
  if (ulState != MAPIOFFLINE_STATE_OFFLINE && ulState != MAPIOFFLINE_STATE_ONLINE) {
    return E_INVALIDARG;
  }
  return E_NOTIMPL;
}

HRESULT OfflineObject::GetCapabilities(ULONG* pulCapabilities) noexcept {
  if (pulCapabilities == nullptr) return E_INVALIDARG;
  *pulCapabilities = 0;
  return S_OK;
}

HRESULT OfflineObject::GetCurrentState(ULONG* pulState) noexcept {
  if (pulState == nullptr) return E_INVALIDARG;
  return Guarded([&] { return reader_->StateOf(subject_, pulState); });
}

HRESULT OfflineObject::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                              ULONG* pulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_ADVISE_DEFAULT || pAdviseInfo == nullptr ||
      pulAdviseToken == nullptr || pAdviseInfo->ulSize < sizeof(MAPIOFFLINE_ADVISEINFO) ||
      pAdviseInfo->CallbackType != MAPIOFFLINE_CALLBACK_TYPE_NOTIFY ||
      pAdviseInfo->pCallback == nullptr ||
      pAdviseInfo->ulAdviseTypes != MAPIOFFLINE_ADVISE_TYPE_STATECHANGE ||
      pAdviseInfo->ulStateMask != MAPIOFFLINE_STATE_ALL) {
    return E_INVALIDARG;
  }
  Callback callback{pAdviseInfo->ulClientToken, {}};
  void** const out = reinterpret_cast<void**>(callback.notify.Put());
  if (FAILED(pAdviseInfo->pCallback->QueryInterface(IID_IMAPIOfflineNotify, out))) {
    return E_NOINTERFACE;
  }
  return Guarded(
      [&] { return reader_->Advise(subject_, interval_, std::move(callback), pulAdviseToken); });
}

HRESULT OfflineObject::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT) return E_INVALIDARG;
  return Guarded([&] { return reader_->Unadvise(ulAdviseToken); });
}

}  // namespace rx_outlook::automation

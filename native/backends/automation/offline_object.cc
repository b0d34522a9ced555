#include "backends/automation/offline_object.h"

#include <new>

#include "seam/documented_arguments.h"

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
  return IsSetting(ulFlags, ulMask, ulState, pReserved) ? E_NOTIMPL : E_INVALIDARG;
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
  if (!IsAdvise(ulFlags, pAdviseInfo, pulAdviseToken)) return E_INVALIDARG;
  Callback callback{pAdviseInfo->ulClientToken, {}};
  void** const out = reinterpret_cast<void**>(callback.notify.Put());
  if (FAILED(pAdviseInfo->pCallback->QueryInterface(IID_IMAPIOfflineNotify, out))) {
    return E_NOINTERFACE;
  }
  return Guarded(
      [&] { return reader_->Advise(subject_, pace_, std::move(callback), pulAdviseToken); });
}

HRESULT OfflineObject::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT) return E_INVALIDARG;
  return Guarded([&] { return reader_->Unadvise(ulAdviseToken); });
}

}  // namespace rx_outlook::automation

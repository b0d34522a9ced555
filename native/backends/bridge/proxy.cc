#include "backends/bridge/proxy.h"

#include <new>
#include <utility>

namespace rx_outlook::bridge {
namespace {

Request Asking(FrameType type, std::uint32_t object) {
  Request request;
  request.type = type;
  request.object = object;
  return request;
}

}  // namespace

Proxy::~Proxy() {
  try {
    connection_->Tell(Asking(FrameType::kClose, object_));
  } catch (const std::bad_alloc&) {
    connection_->End();  // then the server closes it
  }
}

HRESULT Proxy::Ask(Request request, ULONG* value) noexcept {
  try {
    Answer answer;
    const HRESULT hr = connection_->Ask(std::move(request), answer);
    if (SUCCEEDED(hr) && value != nullptr) *value = answer.value;
    return hr == ERR_OUTLOOK_NOT_RUNNING ? MAPI_E_OBJECT_DELETED : hr;
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

HRESULT Proxy::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                               void* pReserved) noexcept {
  // What the bridge does not carry is what nobody of ours ever asks for.
  if (ulFlags != MAPIOFFLINE_FLAG_DEFAULT || ulMask != MAPIOFFLINE_STATE_OFFLINE_MASK ||
      pReserved != nullptr) {
    return E_INVALIDARG;
  }
  Request request = Asking(FrameType::kSetCurrentState, object_);
  request.state = ulState;
  return Ask(std::move(request), nullptr);
}

HRESULT Proxy::GetCapabilities(ULONG* pulCapabilities) noexcept {
  if (pulCapabilities == nullptr) return E_INVALIDARG;
  return Ask(Asking(FrameType::kGetCapabilities, object_), pulCapabilities);
}

HRESULT Proxy::GetCurrentState(ULONG* pulState) noexcept {
  if (pulState == nullptr) return E_INVALIDARG;
  return Ask(Asking(FrameType::kGetCurrentState, object_), pulState);
}

HRESULT Proxy::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                      ULONG* pulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_ADVISE_DEFAULT || pAdviseInfo == nullptr ||
      pulAdviseToken == nullptr || pAdviseInfo->ulSize < sizeof(*pAdviseInfo) ||
      pAdviseInfo->CallbackType != MAPIOFFLINE_CALLBACK_TYPE_NOTIFY ||
      pAdviseInfo->pCallback == nullptr ||
      pAdviseInfo->ulAdviseTypes != MAPIOFFLINE_ADVISE_TYPE_STATECHANGE ||
      pAdviseInfo->ulStateMask != MAPIOFFLINE_STATE_ALL) {
    return E_INVALIDARG;
  }
  ComPtr<IMAPIOfflineNotify> callback;
  if (FAILED(pAdviseInfo->pCallback->QueryInterface(IID_IMAPIOfflineNotify,
                                                    reinterpret_cast<void**>(callback.Put())))) {
    return E_NOINTERFACE;
  }
  Request request = Asking(FrameType::kAdvise, object_);
  request.registration = connection_->TakeNumber();
  try {
    // First: what it is told may come before the answer.
    connection_->callbacks().Register(request.registration, pAdviseInfo->ulClientToken,
                                      std::move(callback));
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
  const HRESULT hr = Ask(request, nullptr);
  if (FAILED(hr)) {
    connection_->callbacks().Unregister(request.registration);
  } else {
    *pulAdviseToken = request.registration;
  }
  return hr;
}

HRESULT Proxy::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT) return E_INVALIDARG;
  Request request = Asking(FrameType::kUnadvise, 0);
  request.registration = ulAdviseToken;
  const HRESULT hr = Ask(request, nullptr);
  connection_->callbacks().Unregister(ulAdviseToken);
  // A connection that is lost has unadvised by its end.
  return connection_->lost() ? S_OK : hr;
}

}  // namespace rx_outlook::bridge

#include "backends/bridge/proxy.h"

#include <new>
#include <utility>

#include "seam/documented_arguments.h"

namespace rx_outlook::bridge {
namespace {

Request Asking(FrameType type, std::uint32_t object) {
  Request request;
  request.type = type;
  request.object = object;
  return request;
}

FrameType FrameOf(IAnswersLater::Question question) noexcept {
  using Question = IAnswersLater::Question;
  switch (question) {
    case Question::kGetCapabilities:
      return FrameType::kGetCapabilities;
    case Question::kGetCurrentState:
      return FrameType::kGetCurrentState;
    case Question::kSetCurrentState:
      return FrameType::kSetCurrentState;
    case Question::kClose:
      break;
  }
  return FrameType::kClose;
}

// The end of the connection is the end of the object.
HRESULT AsOfObject(HRESULT hr) noexcept {
  return hr == ERR_OUTLOOK_NOT_RUNNING ? MAPI_E_OBJECT_DELETED : hr;
}

bool ListensToAccounts(IMAPIOfflineNotify& callback) noexcept {
  ComPtr<IAccountsChanged> listening;
  return SUCCEEDED(
      callback.QueryInterface(IID_IAccountsChanged, reinterpret_cast<void**>(listening.Put())));
}

}  // namespace

Proxy::~Proxy() {
  if (is_closed_) return;
  try {
    connection_->Tell(Asking(FrameType::kClose, object_));
  } catch (const std::bad_alloc&) {
    connection_->End();  // the server closes the object at the end of its client
  }
}

HRESULT Proxy::AskNow(Request request, ULONG* value) noexcept {
  try {
    Answer answer;
    const HRESULT hr = AsOfObject(connection_->Ask(std::move(request), answer));
    if (SUCCEEDED(hr) && value != nullptr) *value = answer.value;
    return hr;
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

void Proxy::Ask(Question question, ULONG state, Reply reply) {
  Request request = Asking(FrameOf(question), object_);
  request.state = state;
  try {
    connection_->AskLater(std::move(request),
                          [reply](HRESULT hr, ULONG value) { reply(AsOfObject(hr), value); });
    if (question == Question::kClose) is_closed_ = true;
  } catch (const std::bad_alloc&) {
    reply(E_OUTOFMEMORY, 0);
  }
}

HRESULT Proxy::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                               void* pReserved) noexcept {
  // The protocol carries only the arguments that this library uses.
  if (ulFlags != MAPIOFFLINE_FLAG_DEFAULT || ulMask != MAPIOFFLINE_STATE_OFFLINE_MASK ||
      pReserved != nullptr) {
    return E_INVALIDARG;
  }
  Request request = Asking(FrameType::kSetCurrentState, object_);
  request.state = ulState;
  return AskNow(std::move(request), nullptr);
}

HRESULT Proxy::GetCapabilities(ULONG* pulCapabilities) noexcept {
  if (pulCapabilities == nullptr) return E_INVALIDARG;
  return AskNow(Asking(FrameType::kGetCapabilities, object_), pulCapabilities);
}

HRESULT Proxy::GetCurrentState(ULONG* pulState) noexcept {
  if (pulState == nullptr) return E_INVALIDARG;
  return AskNow(Asking(FrameType::kGetCurrentState, object_), pulState);
}

HRESULT Proxy::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                      ULONG* pulAdviseToken) noexcept {
  if (!IsAdvise(ulFlags, pAdviseInfo, pulAdviseToken)) return E_INVALIDARG;
  ComPtr<IMAPIOfflineNotify> callback;
  if (FAILED(pAdviseInfo->pCallback->QueryInterface(IID_IMAPIOfflineNotify,
                                                    reinterpret_cast<void**>(callback.Put())))) {
    return E_NOINTERFACE;
  }
  const bool listens = connection_->has_accounts() && ListensToAccounts(*callback.Get());
  Request request = Asking(listens ? FrameType::kAdviseWithAccounts : FrameType::kAdvise, object_);
  request.registration = connection_->TakeNumber();
  try {
    // Before the request: events may come before its answer.
    connection_->callbacks().Register(request.registration, pAdviseInfo->ulClientToken,
                                      std::move(callback));
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
  const HRESULT hr = AskNow(request, nullptr);
  if (FAILED(hr)) {
    connection_->callbacks().Unregister(request.registration);
  } else {
    *pulAdviseToken = request.registration;
  }
  return hr;
}

HRESULT Proxy::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept {
  if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT) return E_INVALIDARG;
  HRESULT hr = S_OK;
  try {
    Request request = Asking(FrameType::kUnadvise, 0);
    request.registration = ulAdviseToken;
    Answer answer;
    hr = AsOfObject(connection_->Ask(std::move(request), answer));
  } catch (const std::bad_alloc&) {
    connection_->End();  // the server unadvises at the end of its client
  }
  connection_->callbacks().Unregister(ulAdviseToken);
  // The server has unadvised at the end of a lost connection.
  return connection_->lost() ? S_OK : hr;
}

}  // namespace rx_outlook::bridge

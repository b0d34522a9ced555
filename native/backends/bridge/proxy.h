// An offline object in another process.
#pragma once

#include <atomic>
#include <memory>

#include "abi/com_object.h"
#include "backends/bridge/connection.h"
#include "seam/no_placeholders.h"

namespace rx_outlook::bridge {

// Each call is a request to the server. Dispatcher thread, as for every offline object, except Ask:
// any thread. Returns MAPI_E_OBJECT_DELETED once the connection is lost.
class Proxy final : public ComObject<Proxy, NoPlaceholders, IAnswersLater> {
 public:
  Proxy(std::shared_ptr<Connection> connection, std::uint32_t object)
      : connection_(std::move(connection)), object_(object) {}

  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                            void* pReserved) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) noexcept override;
  HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                   ULONG* pulAdviseToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept override;
  void Ask(Question question, ULONG state, Reply reply) override;

 private:
  friend ComObject<Proxy, NoPlaceholders, IAnswersLater>;
  ~Proxy();

  HRESULT AskNow(Request request, ULONG* value) noexcept;

  const std::shared_ptr<Connection> connection_;
  const std::uint32_t object_;
  std::atomic<bool> is_closed_{false};
};

}  // namespace rx_outlook::bridge

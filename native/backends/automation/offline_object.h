// The offline object of a profile or an account that the reader watches. Any thread; its members
// never change, the reader has the lock.
#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include "abi/com_object.h"
#include "backends/automation/reader.h"
#include "seam/no_placeholders.h"

namespace rx_outlook::automation {

class OfflineObject final : public ComObject<OfflineObject, NoPlaceholders> {
 public:
  OfflineObject(std::shared_ptr<Reader> reader, const Subject& subject, Pace pace)
      : reader_(std::move(reader)), subject_(subject), pace_(pace) {}

  // E_NOTIMPL: the object model cannot set the state. The add-in can.
  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                            void* pReserved) noexcept override;
  // Answers 0.
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) noexcept override;
  // Waits for a look where the last one is too old.
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) noexcept override;
  HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                   ULONG* pulAdviseToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept override;

 private:
  const std::shared_ptr<Reader> reader_;
  const Subject subject_;
  const Pace pace_;
};

}  // namespace rx_outlook::automation

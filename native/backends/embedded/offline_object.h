// The embedded Outlook's offline object: checks the arguments as documented and forwards to its
// profile. Free-threaded like MAPI objects: any thread; no state and no lock of its own.
#pragma once

#include <memory>
#include <utility>

#include "abi/com_object.h"
#include "backends/embedded/profile.h"
#include "seam/no_placeholders.h"

namespace rx_outlook::embedded {

class OfflineObject final : public ComObject<OfflineObject, NoPlaceholders> {
 public:
  explicit OfflineObject(std::shared_ptr<Profile> profile) : profile_(std::move(profile)) {
    profile_->AddClientReference();
  }

  ULONG STDMETHODCALLTYPE AddRef() noexcept override;
  ULONG STDMETHODCALLTYPE Release() noexcept override;

  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                            void* pReserved) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) noexcept override;
  HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                   ULONG* pulAdviseToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept override;

 private:
  const std::shared_ptr<Profile> profile_;
};

}  // namespace rx_outlook::embedded

// Outlook's offline object of a profile, to which the changes of the list of accounts are added.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "abi/com_object.h"
#include "backends/automation/reader.h"
#include "seam/seam.h"

namespace rx_outlook::addin {

// Passes every call on to Outlook's object. A callback that listens to the list (IAccountsChanged)
// is registered with the reader as well. Any thread that may call Outlook's object; Advise and
// Unadvise take mutex_.
class ListedProfile final : public ComObject<ListedProfile, IMAPIOfflineMgr> {
 public:
  ListedProfile(ComPtr<IMAPIOfflineMgr> profile, std::shared_ptr<automation::Reader> reader);

  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                            void* pReserved) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) noexcept override;
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) noexcept override;
  HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                   ULONG* pulAdviseToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) noexcept override;
  HRESULT STDMETHODCALLTYPE Placeholder1() noexcept override { return profile_->Placeholder1(); }
  HRESULT STDMETHODCALLTYPE Placeholder2() noexcept override { return profile_->Placeholder2(); }
  HRESULT STDMETHODCALLTYPE Placeholder3() noexcept override { return profile_->Placeholder3(); }
  HRESULT STDMETHODCALLTYPE Placeholder4() noexcept override { return profile_->Placeholder4(); }
  HRESULT STDMETHODCALLTYPE Placeholder5() noexcept override { return profile_->Placeholder5(); }
  HRESULT STDMETHODCALLTYPE Placeholder6() noexcept override { return profile_->Placeholder6(); }
  HRESULT STDMETHODCALLTYPE Placeholder7() noexcept override { return profile_->Placeholder7(); }
  HRESULT STDMETHODCALLTYPE Placeholder8() noexcept override { return profile_->Placeholder8(); }

 private:
  HRESULT Watch(ULONG token, IUnknown& callback);

  const ComPtr<IMAPIOfflineMgr> profile_;
  const std::shared_ptr<automation::Reader> reader_;
  std::mutex mutex_;                // guards the member below
  std::map<ULONG, ULONG> watches_;  // the reader's tokens by Outlook's
};

}  // namespace rx_outlook::addin

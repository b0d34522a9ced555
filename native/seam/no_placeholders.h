// A base of our offline objects: E_NOTIMPL in the slots that only Outlook uses. Any thread; no
// lock.
#pragma once

#include "seam/seam.h"

namespace rx_outlook {

struct NoPlaceholders : public IMAPIOfflineMgr {
  HRESULT STDMETHODCALLTYPE Placeholder1() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder2() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder3() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder4() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder5() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder6() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder7() noexcept override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Placeholder8() noexcept override { return E_NOTIMPL; }
};

template <>
struct InterfaceTraits<NoPlaceholders> : InterfaceTraits<IMAPIOfflineMgr> {};

}  // namespace rx_outlook

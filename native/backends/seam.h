// The seam: everything that can tell a connection state is an IMAPIOfflineMgr, opened by a
// function of the shape of HrOpenOfflineObj. Above it nothing asks which backend it talks to.
#pragma once

#include <string>

#include "abi/com_object.h"
#include "abi/com_ptr.h"
#include "abi/mapioffline.h"

namespace rx_outlook {

// Ours, not Outlook's: an offline object that can disappear while its clients live (a removed
// profile, a bridge whose Outlook ended) asks each callback for this interface and says so.
// Outlook's own object never asks.
struct IOfflineObjectGone : public IUnknown {
  // Any thread, at most once. A Notify already under way may still arrive, no new one is made,
  // and the registration still wants its Unadvise.
  virtual void STDMETHODCALLTYPE Gone(HRESULT reason) = 0;
};

inline constexpr IID IID_IOfflineObjectGone = {
    0x9c0f5f0e, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

struct Backend {
  const char* name;

  // Opens the profile's offline object. Dispatcher thread only; may take as long as it likes.
  HRESULT (*open)(const std::u16string& profile, IMAPIOfflineMgr** object);

  // Called once on the dispatcher thread before its first and after its last call: where COM and
  // MAPI are initialised. `leave` is called only when `enter` succeeded.
  HRESULT (*enter)();
  void (*leave)();
};

template <>
struct InterfaceTraits<IMAPIOfflineMgr> {
  static bool Answers(REFIID riid) noexcept {
    return riid == IID_IMAPIOfflineMgr || riid == IID_IMAPIOffline;
  }
};

template <>
struct InterfaceTraits<IMAPIOfflineNotify> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IMAPIOfflineNotify; }
};

template <>
struct InterfaceTraits<IOfflineObjectGone> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IOfflineObjectGone; }
};

}  // namespace rx_outlook

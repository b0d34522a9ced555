// IDTExtensibility2, Office's interface of a COM add-in, as its type library declares it (Microsoft
// Add-In Designer).
#pragma once

#include <windows.h>

#include <oaidl.h>

#include "abi/com_object.h"

namespace rx_outlook::addin {

enum ext_ConnectMode : LONG {
  ext_cm_AfterStartup = 0,  // the user has switched the add-in on in Outlook's list
  ext_cm_Startup = 1,       // Outlook starts: OnStartupComplete follows
  ext_cm_External = 2,
  ext_cm_CommandLine = 3,
};

enum ext_DisconnectMode : LONG {
  ext_dm_HostShutdown = 0,
  ext_dm_UserClosed = 1,
};

// The DISPID of each method, for calls by name.
enum ExtensibilityMethod : DISPID {
  kOnConnection = 1,
  kOnDisconnection = 2,
  kOnAddInsUpdate = 3,
  kOnStartupComplete = 4,
  kOnBeginShutdown = 5,
};

struct IDTExtensibility2 : public IDispatch {
  virtual HRESULT STDMETHODCALLTYPE OnConnection(IDispatch* Application,
                                                 ext_ConnectMode ConnectMode, IDispatch* AddInInst,
                                                 SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnDisconnection(ext_DisconnectMode RemoveMode,
                                                    SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnAddInsUpdate(SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnStartupComplete(SAFEARRAY** custom) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnBeginShutdown(SAFEARRAY** custom) = 0;
};

inline constexpr IID IID_IDTExtensibility2 = {
    0xb65ad801, 0xabaf, 0x11d0, {0xbb, 0x8b, 0x00, 0xa0, 0xc9, 0x0f, 0x27, 0x44}};

}  // namespace rx_outlook::addin

namespace rx_outlook {

template <>
struct InterfaceTraits<addin::IDTExtensibility2> {
  static bool Answers(REFIID riid) noexcept {
    return riid == addin::IID_IDTExtensibility2 || riid == IID_IDispatch;
  }
};

template <>
struct InterfaceTraits<IClassFactory> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IClassFactory; }
};

}  // namespace rx_outlook

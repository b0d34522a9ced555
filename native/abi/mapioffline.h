// The complete Offline State API as Microsoft documents it, for every system. Interfaces,
// structures, constants and ids have their documented names, order and values; layout.h proves the
// layout.
// https://learn.microsoft.com/office/client-developer/outlook/auxiliary/about-the-offline-state-api
#pragma once

#include "abi/com.h"

// ── ids ──────────────────────────────────────────────────────────────────────────────────────

inline constexpr GUID GUID_GlobalState = {
    0xfbeffd93, 0xb11f, 0x4094, {0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1}};
inline constexpr IID IID_IMAPIOffline = {
    0x000672b5, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
inline constexpr IID IID_IMAPIOfflineMgr = {
    0x42175607, 0xff3e, 0x4790, {0xbc, 0x18, 0x66, 0xc8, 0x64, 0x3e, 0x64, 0x24}};
inline constexpr IID IID_IMAPIOfflineNotify = {
    0x0317bde5, 0xfc29, 0x44cd, {0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9, 0xec}};

// ── constants ────────────────────────────────────────────────────────────────────────────────

inline constexpr ULONG MAPIOFFLINE_ADVISE_DEFAULT = 0;
inline constexpr ULONG MAPIOFFLINE_UNADVISE_DEFAULT = 0;
inline constexpr ULONG MAPIOFFLINE_ADVISE_TYPE_STATECHANGE = 1;

inline constexpr ULONG MAPIOFFLINE_CAPABILITY_OFFLINE = 0x1;
inline constexpr ULONG MAPIOFFLINE_CAPABILITY_ONLINE = 0x2;

inline constexpr ULONG MAPIOFFLINE_FLAG_DEFAULT = 0x00000000;
inline constexpr ULONG MAPIOFFLINE_FLAG_BLOCK = 0x00002000;

inline constexpr ULONG MAPIOFFLINE_STATE_OFFLINE = 0x00000001;
inline constexpr ULONG MAPIOFFLINE_STATE_ONLINE = 0x00000002;
inline constexpr ULONG MAPIOFFLINE_STATE_OFFLINE_MASK = 0x00000003;
inline constexpr ULONG MAPIOFFLINE_STATE_ALL = 0x003F037F;

inline constexpr HRESULT MAPI_E_NO_SUPPORT = static_cast<HRESULT>(0x80040102u);
inline constexpr HRESULT MAPI_E_OBJECT_DELETED = static_cast<HRESULT>(0x8004010Au);
inline constexpr HRESULT MAPI_E_NOT_FOUND = static_cast<HRESULT>(0x8004010Fu);
inline constexpr HRESULT MAPI_E_NOT_INITIALIZED = static_cast<HRESULT>(0x80040605u);

// Fixed underlying type: Outlook sends values outside the list, which would otherwise be undefined
// behaviour.
enum MAPIOFFLINE_CALLBACK_TYPE : ULONG { MAPIOFFLINE_CALLBACK_TYPE_NOTIFY = 0 };

enum MAPIOFFLINE_NOTIFY_TYPE : ULONG {
  MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START = 1,
  MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE = 2,
  MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE = 3
};

// ── structures ───────────────────────────────────────────────────────────────────────────────

struct MAPIOFFLINE_ADVISEINFO {
  ULONG ulSize;
  ULONG ulClientToken;
  MAPIOFFLINE_CALLBACK_TYPE CallbackType;
  IUnknown* pCallback;
  ULONG ulAdviseTypes;
  ULONG ulStateMask;
};

struct MAPIOFFLINE_NOTIFY {
  ULONG ulSize;
  MAPIOFFLINE_NOTIFY_TYPE NotifyType;
  ULONG ulClientToken;
  union {
    struct {
      ULONG ulMask;
      ULONG ulStateOld;
      ULONG ulStateNew;
    } StateChange;
  } Info;
};

// Outlook's own: MAPIOFFLINE_CREATEINFO names both, no documentation describes them.
struct MAPIOFFLINE_AGGREGATEINFO;
struct MAPIOFFLINE_CONNECTINFO;

struct IMAPIOfflineMgr;

struct MAPIOFFLINE_CREATEINFO {
  ULONG ulSize;
  ULONG ulCreateFlags;
  LPCWSTR pwszProfileName;
  ULONG ulCapabilities;
  const GUID* pGUID;
  const GUID* pInstance;
  IMAPIOfflineMgr* pParent;
  IUnknown* pMAPISupport;
  MAPIOFFLINE_AGGREGATEINFO* pAggregateInfo;
  MAPIOFFLINE_CONNECTINFO* pConnectInfo;
};

// ── interfaces: methods in the order of their slots ──────────────────────────────────────────

struct IMAPIOffline : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                                    void* pReserved) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder1() = 0;
};

struct IMAPIOfflineMgr : public IMAPIOffline {
  virtual HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                           ULONG* pulAdviseToken) = 0;
  virtual HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder2() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder3() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder4() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder5() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder6() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder7() = 0;
  virtual HRESULT STDMETHODCALLTYPE Placeholder8() = 0;
};

struct IMAPIOfflineNotify : public IUnknown {
  virtual void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) = 0;
};

// ── functions of Outlook's MAPI DLL, looked up at run time ───────────────────────────────────

using HrOpenOfflineObjFunction = HRESULT(STDMETHODCALLTYPE*)(ULONG ulReserved,
                                                             LPCWSTR pwszProfileName,
                                                             const GUID* pGUID,
                                                             const GUID* pReserved,
                                                             IMAPIOfflineMgr** ppOfflineObj);
using HrCreateOfflineObjFunction = HRESULT(STDMETHODCALLTYPE*)(ULONG ulFlags,
                                                               MAPIOFFLINE_CREATEINFO* pCreateInfo,
                                                               IMAPIOfflineMgr** ppOfflineObj);

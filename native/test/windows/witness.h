/* The Offline State API a second time, written only from its documentation, and in C, where an
   interface is an explicit table of functions. It shares nothing with native/abi and must include
   none of our headers: a mistake there must not be copied here. */
#ifndef WITNESS_H
#define WITNESS_H

#include <windows.h>

/* ── ids ── */

static const GUID WITNESS_GUID_GlobalState = {
    0xfbeffd93, 0xb11f, 0x4094, {0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1}};
static const GUID WITNESS_IID_IUnknown = {
    0x00000000, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
static const GUID WITNESS_IID_IMAPIOffline = {
    0x000672b5, 0x0000, 0x0000, {0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
static const GUID WITNESS_IID_IMAPIOfflineMgr = {
    0x42175607, 0xff3e, 0x4790, {0xbc, 0x18, 0x66, 0xc8, 0x64, 0x3e, 0x64, 0x24}};
static const GUID WITNESS_IID_IMAPIOfflineNotify = {
    0x0317bde5, 0xfc29, 0x44cd, {0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9, 0xec}};

/* ── constants ── */

#define MAPIOFFLINE_ADVISE_DEFAULT 0u
#define MAPIOFFLINE_UNADVISE_DEFAULT 0u
#define MAPIOFFLINE_ADVISE_TYPE_STATECHANGE 1u
#define MAPIOFFLINE_CALLBACK_TYPE_NOTIFY 0u

#define MAPIOFFLINE_CAPABILITY_OFFLINE 0x1u
#define MAPIOFFLINE_CAPABILITY_ONLINE 0x2u

#define MAPIOFFLINE_FLAG_DEFAULT 0x00000000u
#define MAPIOFFLINE_FLAG_BLOCK 0x00002000u

#define MAPIOFFLINE_STATE_OFFLINE 0x00000001u
#define MAPIOFFLINE_STATE_ONLINE 0x00000002u
#define MAPIOFFLINE_STATE_OFFLINE_MASK 0x00000003u
#define MAPIOFFLINE_STATE_ALL 0x003F037Fu

#define MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START 1u
#define MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE 2u
#define MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE 3u

/* Numbers from the documentation, not the names of winerror.h. */
#define WITNESS_S_OK ((HRESULT)0x00000000)
#define WITNESS_E_NOTIMPL ((HRESULT)0x80004001)
#define WITNESS_E_NOINTERFACE ((HRESULT)0x80004002)
#define WITNESS_E_PENDING ((HRESULT)0x8000000A)
#define WITNESS_E_INVALIDARG ((HRESULT)0x80070057)
#define WITNESS_MAPI_E_NOT_FOUND ((HRESULT)0x8004010F)
#define WITNESS_MAPI_E_NOT_INITIALIZED ((HRESULT)0x80040605)

#define MAPI_MULTITHREAD_NOTIFICATIONS 0x1u

/* ── structures: every member is 32 bits wide, except the pointer ── */

typedef struct MAPIOFFLINE_ADVISEINFO {
  ULONG ulSize;
  ULONG ulClientToken;
  ULONG CallbackType;
  IUnknown* pCallback;
  ULONG ulAdviseTypes;
  ULONG ulStateMask;
} MAPIOFFLINE_ADVISEINFO;

typedef struct MAPIOFFLINE_NOTIFY {
  ULONG ulSize;
  ULONG NotifyType;
  ULONG ulClientToken;
  union {
    struct {
      ULONG ulMask;
      ULONG ulStateOld;
      ULONG ulStateNew;
    } StateChange;
  } Info;
} MAPIOFFLINE_NOTIFY;

typedef struct MAPIINIT_0 {
  ULONG ulVersion;
  ULONG ulFlags;
} MAPIINIT_0;

/* ── interfaces: one slot a line ── */

typedef struct IMAPIOffline IMAPIOffline;
typedef struct IMAPIOfflineMgr IMAPIOfflineMgr;
typedef struct IMAPIOfflineNotify IMAPIOfflineNotify;

typedef struct IMAPIOfflineVtbl {
  /*  0 */ HRESULT(STDMETHODCALLTYPE* QueryInterface)(IMAPIOffline* self, const GUID* riid,
                                                      void** object);
  /*  1 */ ULONG(STDMETHODCALLTYPE* AddRef)(IMAPIOffline* self);
  /*  2 */ ULONG(STDMETHODCALLTYPE* Release)(IMAPIOffline* self);
  /*  3 */ HRESULT(STDMETHODCALLTYPE* SetCurrentState)(IMAPIOffline* self, ULONG flags, ULONG mask,
                                                       ULONG state, void* reserved);
  /*  4 */ HRESULT(STDMETHODCALLTYPE* GetCapabilities)(IMAPIOffline* self, ULONG* capabilities);
  /*  5 */ HRESULT(STDMETHODCALLTYPE* GetCurrentState)(IMAPIOffline* self, ULONG* state);
  /*  6 */ HRESULT(STDMETHODCALLTYPE* Placeholder1)(IMAPIOffline* self);
} IMAPIOfflineVtbl;

typedef struct IMAPIOfflineMgrVtbl {
  /*  0 */ HRESULT(STDMETHODCALLTYPE* QueryInterface)(IMAPIOfflineMgr* self, const GUID* riid,
                                                      void** object);
  /*  1 */ ULONG(STDMETHODCALLTYPE* AddRef)(IMAPIOfflineMgr* self);
  /*  2 */ ULONG(STDMETHODCALLTYPE* Release)(IMAPIOfflineMgr* self);
  /*  3 */ HRESULT(STDMETHODCALLTYPE* SetCurrentState)(IMAPIOfflineMgr* self, ULONG flags,
                                                       ULONG mask, ULONG state, void* reserved);
  /*  4 */ HRESULT(STDMETHODCALLTYPE* GetCapabilities)(IMAPIOfflineMgr* self, ULONG* capabilities);
  /*  5 */ HRESULT(STDMETHODCALLTYPE* GetCurrentState)(IMAPIOfflineMgr* self, ULONG* state);
  /*  6 */ HRESULT(STDMETHODCALLTYPE* Placeholder1)(IMAPIOfflineMgr* self);
  /*  7 */ HRESULT(STDMETHODCALLTYPE* Advise)(IMAPIOfflineMgr* self, ULONG flags,
                                              MAPIOFFLINE_ADVISEINFO* info, ULONG* token);
  /*  8 */ HRESULT(STDMETHODCALLTYPE* Unadvise)(IMAPIOfflineMgr* self, ULONG flags, ULONG token);
  /*  9 */ HRESULT(STDMETHODCALLTYPE* Placeholder2)(IMAPIOfflineMgr* self);
  /* 10 */ HRESULT(STDMETHODCALLTYPE* Placeholder3)(IMAPIOfflineMgr* self);
  /* 11 */ HRESULT(STDMETHODCALLTYPE* Placeholder4)(IMAPIOfflineMgr* self);
  /* 12 */ HRESULT(STDMETHODCALLTYPE* Placeholder5)(IMAPIOfflineMgr* self);
  /* 13 */ HRESULT(STDMETHODCALLTYPE* Placeholder6)(IMAPIOfflineMgr* self);
  /* 14 */ HRESULT(STDMETHODCALLTYPE* Placeholder7)(IMAPIOfflineMgr* self);
  /* 15 */ HRESULT(STDMETHODCALLTYPE* Placeholder8)(IMAPIOfflineMgr* self);
} IMAPIOfflineMgrVtbl;

typedef struct IMAPIOfflineNotifyVtbl {
  /*  0 */ HRESULT(STDMETHODCALLTYPE* QueryInterface)(IMAPIOfflineNotify* self, const GUID* riid,
                                                      void** object);
  /*  1 */ ULONG(STDMETHODCALLTYPE* AddRef)(IMAPIOfflineNotify* self);
  /*  2 */ ULONG(STDMETHODCALLTYPE* Release)(IMAPIOfflineNotify* self);
  /*  3 */ void(STDMETHODCALLTYPE* Notify)(IMAPIOfflineNotify* self,
                                           const MAPIOFFLINE_NOTIFY* info);
} IMAPIOfflineNotifyVtbl;

struct IMAPIOffline {
  const IMAPIOfflineVtbl* lpVtbl;
};
struct IMAPIOfflineMgr {
  const IMAPIOfflineMgrVtbl* lpVtbl;
};
struct IMAPIOfflineNotify {
  const IMAPIOfflineNotifyVtbl* lpVtbl;
};

/* ── functions of Outlook's MAPI DLL ── */

typedef HRESULT(STDMETHODCALLTYPE* HrOpenOfflineObjFunction)(ULONG reserved, LPCWSTR profile,
                                                             const GUID* guid,
                                                             const GUID* reserved_guid,
                                                             IMAPIOfflineMgr** object);
typedef HRESULT(STDMETHODCALLTYPE* MAPIInitializeFunction)(void* init);
typedef void(STDMETHODCALLTYPE* MAPIUninitializeFunction)(void);

#endif

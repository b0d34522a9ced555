/* The offline object, in C, as the documentation describes it: an explicit table of 16 functions.
   It is passive: it records its calls, and notifies when the test asks for it. */
#include <stdio.h>
#include <string.h>

#include "witness.h"

enum { CALLS_SIZE = 4096 };

typedef struct Object {
  IMAPIOfflineMgr base; /* first: a pointer to Object is the interface */
  volatile LONG references;
} Object;

static const ULONG the_token = 0x5EED;

/* One client calls sequentially; several threads change only the counts. */
static volatile LONG mapi_balance;
static volatile LONG alive;
static char calls[CALLS_SIZE];
static ULONG state = MAPIOFFLINE_STATE_ONLINE;
static IMAPIOfflineNotify* callback;

static ULONG open_reserved, open_guid_matches, open_reserved_guid;
static ULONG advises, advise_flags, advise_info_callback;
static MAPIOFFLINE_ADVISEINFO advise_info;
static ULONG unadvises, unadvise_flags, unadvise_token;
static ULONG set_flags, set_mask, set_state, set_reserved;
static ULONG placeholders;

static void Record(const char* call) {
  const size_t length = strlen(calls);
  snprintf(calls + length, CALLS_SIZE - length, "%s%s", length == 0 ? "" : " ", call);
}

/* ── the object ── */

static HRESULT STDMETHODCALLTYPE ObjectQueryInterface(IMAPIOfflineMgr* self, const GUID* riid,
                                                      void** object) {
  *object = NULL;
  if (memcmp(riid, &WITNESS_IID_IUnknown, sizeof(GUID)) != 0 &&
      memcmp(riid, &WITNESS_IID_IMAPIOffline, sizeof(GUID)) != 0 &&
      memcmp(riid, &WITNESS_IID_IMAPIOfflineMgr, sizeof(GUID)) != 0) {
    return WITNESS_E_NOINTERFACE;
  }
  self->lpVtbl->AddRef(self);
  *object = self;
  return WITNESS_S_OK;
}

static ULONG STDMETHODCALLTYPE ObjectAddRef(IMAPIOfflineMgr* self) {
  return (ULONG)InterlockedIncrement(&((Object*)self)->references);
}

static ULONG STDMETHODCALLTYPE ObjectRelease(IMAPIOfflineMgr* self) {
  const LONG left = InterlockedDecrement(&((Object*)self)->references);
  if (left == 0) {
    HeapFree(GetProcessHeap(), 0, self);
    InterlockedDecrement(&alive);
  }
  return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE ObjectSetCurrentState(IMAPIOfflineMgr* self, ULONG flags,
                                                       ULONG mask, ULONG new_state,
                                                       void* reserved) {
  (void)self;
  Record("SetCurrentState");
  set_flags = flags;
  set_mask = mask;
  set_state = new_state;
  set_reserved = reserved != NULL;
  return WITNESS_S_OK;
}

static HRESULT STDMETHODCALLTYPE ObjectGetCapabilities(IMAPIOfflineMgr* self, ULONG* capabilities) {
  (void)self;
  Record("GetCapabilities");
  *capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
  return WITNESS_S_OK;
}

static HRESULT STDMETHODCALLTYPE ObjectGetCurrentState(IMAPIOfflineMgr* self, ULONG* current) {
  (void)self;
  Record("GetCurrentState");
  *current = state;
  return WITNESS_S_OK;
}

static HRESULT STDMETHODCALLTYPE ObjectAdvise(IMAPIOfflineMgr* self, ULONG flags,
                                              MAPIOFFLINE_ADVISEINFO* info, ULONG* token) {
  void* notify = NULL;
  (void)self;
  Record("Advise");
  ++advises;
  advise_flags = flags;
  advise_info = *info;
  advise_info_callback = info->pCallback != NULL;
  /* Calls only a valid callback: a misread structure then is a failed check and not a crash. */
  if (info->ulSize != sizeof(*info) || info->pCallback == NULL) return WITNESS_E_INVALIDARG;
  if (info->pCallback->lpVtbl->QueryInterface(info->pCallback, &WITNESS_IID_IMAPIOfflineNotify,
                                              &notify) != WITNESS_S_OK) {
    return WITNESS_E_NOINTERFACE;
  }
  callback = (IMAPIOfflineNotify*)notify;
  *token = the_token;
  return WITNESS_S_OK;
}

static HRESULT STDMETHODCALLTYPE ObjectUnadvise(IMAPIOfflineMgr* self, ULONG flags, ULONG token) {
  (void)self;
  Record("Unadvise");
  ++unadvises;
  unadvise_flags = flags;
  unadvise_token = token;
  if (callback != NULL) {
    callback->lpVtbl->Release(callback);
    callback = NULL;
  }
  return WITNESS_S_OK;
}

static HRESULT STDMETHODCALLTYPE ObjectPlaceholder(IMAPIOfflineMgr* self) {
  (void)self;
  Record("placeholder");
  ++placeholders;
  return WITNESS_E_NOTIMPL;
}

static const IMAPIOfflineMgrVtbl object_vtbl = {
    ObjectQueryInterface,  ObjectAddRef,          ObjectRelease,     ObjectSetCurrentState,
    ObjectGetCapabilities, ObjectGetCurrentState, ObjectPlaceholder, ObjectAdvise,
    ObjectUnadvise,        ObjectPlaceholder,     ObjectPlaceholder, ObjectPlaceholder,
    ObjectPlaceholder,     ObjectPlaceholder,     ObjectPlaceholder, ObjectPlaceholder};

/* ── the documented exports ── */

HRESULT STDMETHODCALLTYPE MAPIInitialize(void* init) {
  (void)init;
  InterlockedIncrement(&mapi_balance);
  return WITNESS_S_OK;
}

void STDMETHODCALLTYPE MAPIUninitialize(void) { InterlockedDecrement(&mapi_balance); }

HRESULT STDMETHODCALLTYPE HrOpenOfflineObj(ULONG reserved, LPCWSTR profile, const GUID* guid,
                                           const GUID* reserved_guid, IMAPIOfflineMgr** object) {
  Object* made = NULL;
  *object = NULL;
  Record("HrOpenOfflineObj");
  open_reserved = reserved;
  open_guid_matches = guid != NULL && memcmp(guid, &WITNESS_GUID_GlobalState, sizeof(GUID)) == 0;
  open_reserved_guid = reserved_guid != NULL;
  if (profile == NULL || wcscmp(profile, L"Work") != 0) return WITNESS_MAPI_E_NOT_FOUND;
  made = (Object*)HeapAlloc(GetProcessHeap(), 0, sizeof(*made));
  if (made == NULL) return WITNESS_MAPI_E_NOT_FOUND;
  made->base.lpVtbl = &object_vtbl;
  made->references = 1;
  InterlockedIncrement(&alive);
  *object = &made->base;
  return WITNESS_S_OK;
}

/* ── for the test, which finds these by name and so needs no declaration ── */

void STDMETHODCALLTYPE WitnessNotify(ULONG type, ULONG mask, ULONG old_state, ULONG new_state) {
  MAPIOFFLINE_NOTIFY notify;
  if (callback == NULL) return;
  if (type == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE && mask == MAPIOFFLINE_STATE_OFFLINE_MASK) {
    state = new_state;
  }
  notify.ulSize = sizeof(notify);
  notify.NotifyType = type;
  notify.ulClientToken = advise_info.ulClientToken;
  notify.Info.StateChange.ulMask = mask;
  notify.Info.StateChange.ulStateOld = old_state;
  notify.Info.StateChange.ulStateNew = new_state;
  callback->lpVtbl->Notify(callback, &notify);
}

/* Returns the calls of the object so far, in order. */
const char* STDMETHODCALLTYPE WitnessCalls(void) { return calls; }

ULONG STDMETHODCALLTYPE WitnessRecorded(const char* name) {
  const struct {
    const char* name;
    ULONG value;
  } values[] = {
      {"MAPI balance", (ULONG)mapi_balance},
      {"objects alive", (ULONG)alive},
      {"HrOpenOfflineObj ulReserved", open_reserved},
      {"HrOpenOfflineObj pGUID is GUID_GlobalState", open_guid_matches},
      {"HrOpenOfflineObj pReserved", open_reserved_guid},
      {"Advise calls", advises},
      {"Advise ulFlags", advise_flags},
      {"ulSize", advise_info.ulSize},
      {"ulClientToken", advise_info.ulClientToken},
      {"CallbackType", advise_info.CallbackType},
      {"pCallback", advise_info_callback},
      {"ulAdviseTypes", advise_info.ulAdviseTypes},
      {"ulStateMask", advise_info.ulStateMask},
      {"callback held", callback != NULL},
      {"Unadvise calls", unadvises},
      {"Unadvise ulFlags", unadvise_flags},
      {"Unadvise ulAdviseToken", unadvise_token},
      {"SetCurrentState ulFlags", set_flags},
      {"SetCurrentState ulMask", set_mask},
      {"SetCurrentState ulState", set_state},
      {"SetCurrentState pReserved", set_reserved},
      {"placeholder calls", placeholders},
  };
  size_t i = 0;
  for (i = 0; i < sizeof(values) / sizeof(values[0]); ++i) {
    if (strcmp(values[i].name, name) == 0) return values[i].value;
  }
  return 0xBADBAD;
}

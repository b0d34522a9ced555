/* The callback of witness_client.c, which records its notifications. Notify and Release: any
   thread; `lock` guards the record. Included once. */
#ifndef WITNESS_CALLBACK_H
#define WITNESS_CALLBACK_H

#include <stdio.h>
#include <string.h>

#include "witness.h"
#include "witness_tally.h"

enum { TOLD_MAX = 32 };

typedef struct Callback {
  const IMAPIOfflineNotifyVtbl* lpVtbl; /* first: a pointer to Callback is the interface */
  volatile LONG references;
  BOOL is_notify;              /* FALSE: has only IUnknown */
  IMAPIOfflineMgr* ask_during; /* asked for another change within START */
  HRESULT asked_during;
  DWORD thread;
  CRITICAL_SECTION lock; /* guards the next two members */
  ULONG told_count;
  MAPIOFFLINE_NOTIFY told[TOLD_MAX];
  HANDLE something; /* signalled by every Notify and Release */
} Callback;

static HRESULT STDMETHODCALLTYPE CallbackQueryInterface(IMAPIOfflineNotify* self, const GUID* riid,
                                                        void** object) {
  const Callback* callback = (const Callback*)self;
  *object = NULL;
  if (memcmp(riid, &WITNESS_IID_IUnknown, sizeof(GUID)) != 0 &&
      !(callback->is_notify && memcmp(riid, &WITNESS_IID_IMAPIOfflineNotify, sizeof(GUID)) == 0)) {
    return WITNESS_E_NOINTERFACE;
  }
  self->lpVtbl->AddRef(self);
  *object = self;
  return WITNESS_S_OK;
}

static ULONG STDMETHODCALLTYPE CallbackAddRef(IMAPIOfflineNotify* self) {
  return (ULONG)InterlockedIncrement(&((Callback*)self)->references);
}

static ULONG STDMETHODCALLTYPE CallbackRelease(IMAPIOfflineNotify* self) {
  Callback* callback = (Callback*)self;
  const LONG left = InterlockedDecrement(&callback->references);
  SetEvent(callback->something);
  return (ULONG)left;
}

static void STDMETHODCALLTYPE CallbackNotify(IMAPIOfflineNotify* self,
                                             const MAPIOFFLINE_NOTIFY* info) {
  Callback* callback = (Callback*)self;
  callback->thread = GetCurrentThreadId();
  if (callback->ask_during != NULL &&
      info->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START) {
    callback->asked_during = callback->ask_during->lpVtbl->SetCurrentState(
        callback->ask_during, MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK,
        MAPIOFFLINE_STATE_ONLINE, NULL);
  }
  EnterCriticalSection(&callback->lock);
  if (callback->told_count < TOLD_MAX) callback->told[callback->told_count++] = *info;
  LeaveCriticalSection(&callback->lock);
  SetEvent(callback->something);
}

static const IMAPIOfflineNotifyVtbl callback_vtbl = {CallbackQueryInterface, CallbackAddRef,
                                                     CallbackRelease, CallbackNotify};

static void InitCallback(Callback* callback, BOOL is_notify) {
  memset(callback, 0, sizeof(*callback));
  callback->lpVtbl = &callback_vtbl;
  callback->references = 1;
  callback->is_notify = is_notify;
  InitializeCriticalSection(&callback->lock);
  callback->something = CreateEventW(NULL, FALSE, FALSE, NULL);
}

static ULONG ToldCount(Callback* callback) {
  ULONG count = 0;
  EnterCriticalSection(&callback->lock);
  count = callback->told_count;
  LeaveCriticalSection(&callback->lock);
  return count;
}

static BOOL AwaitTold(Callback* callback, ULONG count) {
  while (ToldCount(callback) < count) {
    if (WaitForSingleObject(callback->something, LIMIT_MS) != WAIT_OBJECT_0) return FALSE;
  }
  return TRUE;
}

/* Waits, because the notifying thread may release its own reference only after Unadvise returns. */
static BOOL AwaitReferences(Callback* callback, LONG references) {
  while (InterlockedCompareExchange(&callback->references, 0, 0) != references) {
    if (WaitForSingleObject(callback->something, LIMIT_MS) != WAIT_OBJECT_0) return FALSE;
  }
  return TRUE;
}

static void CheckTold(Callback* callback, ULONG from, ULONG token, ULONG old_state, ULONG new_state,
                      const char* what) {
  static const ULONG types[] = {MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START,
                                MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE,
                                MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE};
  ULONG i = 0;
  if (!Check(AwaitTold(callback, from + 3), "%s is notified three times", what)) return;
  for (i = 0; i < 3; ++i) {
    const MAPIOFFLINE_NOTIFY* told = &callback->told[from + i];
    char text[80];
    snprintf(text, sizeof(text), "%s, notification %lu: ulSize", what, (unsigned long)(i + 1));
    CheckValue(told->ulSize, 24, text);
    snprintf(text, sizeof(text), "%s, notification %lu: NotifyType", what, (unsigned long)(i + 1));
    CheckValue(told->NotifyType, types[i], text);
    snprintf(text, sizeof(text), "%s, notification %lu: ulClientToken", what,
             (unsigned long)(i + 1));
    CheckValue(told->ulClientToken, token, text);
    snprintf(text, sizeof(text), "%s, notification %lu: ulMask", what, (unsigned long)(i + 1));
    CheckValue(told->Info.StateChange.ulMask, MAPIOFFLINE_STATE_OFFLINE_MASK, text);
    snprintf(text, sizeof(text), "%s, notification %lu: ulStateOld", what, (unsigned long)(i + 1));
    CheckValue(told->Info.StateChange.ulStateOld, old_state, text);
    snprintf(text, sizeof(text), "%s, notification %lu: ulStateNew", what, (unsigned long)(i + 1));
    CheckValue(told->Info.StateChange.ulStateNew, new_state, text);
  }
}

#endif

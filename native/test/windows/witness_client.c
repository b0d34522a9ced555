/* A client of the offline object, in C, as the documentation describes one: it finds every slot and
   member only by its position. The argument is the MAPI DLL to load. It must be our stand-in: this
   program calls the placeholders, which are private to Outlook. */
#include <stddef.h>
#include <string.h>

#include "witness.h"
#include "witness_callback.h"
#include "witness_dll.h"
#include "witness_tally.h"

static void CheckLayout(void) {
  const ULONG pointer = (ULONG)sizeof(void*);
  CheckValue(sizeof(MAPIOFFLINE_NOTIFY), 24, "the size of MAPIOFFLINE_NOTIFY");
  CheckValue(offsetof(MAPIOFFLINE_NOTIFY, NotifyType), 4, "the offset of NotifyType");
  CheckValue(offsetof(MAPIOFFLINE_NOTIFY, ulClientToken), 8, "the offset of ulClientToken");
  CheckValue(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulMask), 12, "the offset of ulMask");
  CheckValue(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateOld), 16,
             "the offset of ulStateOld");
  CheckValue(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateNew), 20,
             "the offset of ulStateNew");
  CheckValue(sizeof(MAPIOFFLINE_ADVISEINFO), pointer == 8 ? 32 : 24,
             "the size of MAPIOFFLINE_ADVISEINFO");
  CheckValue(offsetof(MAPIOFFLINE_ADVISEINFO, ulClientToken), 4,
             "the offset of ADVISEINFO's ulClientToken");
  CheckValue(offsetof(MAPIOFFLINE_ADVISEINFO, CallbackType), 8, "the offset of CallbackType");
  CheckValue(offsetof(MAPIOFFLINE_ADVISEINFO, pCallback), pointer == 8 ? 16 : 12,
             "the offset of pCallback");
  CheckValue(offsetof(MAPIOFFLINE_ADVISEINFO, ulAdviseTypes), pointer == 8 ? 24 : 16,
             "the offset of ulAdviseTypes");
  CheckValue(offsetof(MAPIOFFLINE_ADVISEINFO, ulStateMask), pointer == 8 ? 28 : 20,
             "the offset of ulStateMask");
  CheckValue(sizeof(IMAPIOfflineMgrVtbl), 16 * pointer, "the size of IMAPIOfflineMgr's table");
  CheckValue(sizeof(IMAPIOfflineNotifyVtbl), 4 * pointer, "the size of IMAPIOfflineNotify's table");
}

static HRESULT Open(HrOpenOfflineObjFunction open, ULONG reserved, LPCWSTR profile,
                    const GUID* guid, const GUID* reserved_guid) {
  IMAPIOfflineMgr* object = (IMAPIOfflineMgr*)&object; /* not null, so that clearing is visible */
  const HRESULT hr = open(reserved, profile, guid, reserved_guid, &object);
  if (hr == WITNESS_S_OK) {
    object->lpVtbl->Release(object);
  } else if (object != NULL) {
    Check(0, "a failed HrOpenOfflineObj leaves a null pointer");
  }
  return hr;
}

static DWORD WINAPI OpenElsewhere(void* result) {
  *(HRESULT*)result = Open(open_plain, 0, L"Work", &WITNESS_GUID_GlobalState, NULL);
  return 0;
}

static void CheckOpen(void) {
  HRESULT elsewhere = WITNESS_S_OK;
  HANDLE thread = NULL;
  const GUID* const global = &WITNESS_GUID_GlobalState;
  CheckResult(Open(open_plain, 0, L"Work", global, NULL), WITNESS_S_OK, "HrOpenOfflineObj");
  CheckResult(Open(open_decorated, 0, L"Work", global, NULL), WITNESS_S_OK, "HrOpenOfflineObj@20");
  CheckResult(Open(open_plain, 0, L"Nobody", global, NULL), WITNESS_MAPI_E_NOT_FOUND,
              "opening an unknown profile");
  CheckResult(Open(open_plain, 1, L"Work", global, NULL), WITNESS_E_INVALIDARG,
              "opening with ulReserved 1");
  CheckResult(Open(open_plain, 0, NULL, global, NULL), WITNESS_E_INVALIDARG,
              "opening without a name");
  CheckResult(Open(open_plain, 0, L"Work", NULL, NULL), WITNESS_E_INVALIDARG,
              "opening without a GUID");
  CheckResult(Open(open_plain, 0, L"Work", &WITNESS_IID_IMAPIOffline, NULL), WITNESS_E_INVALIDARG,
              "opening with another GUID");
  CheckResult(Open(open_plain, 0, L"Work", global, global), WITNESS_E_INVALIDARG,
              "opening with pReserved");
  CheckResult(open_plain(0, L"Work", global, NULL, NULL), WITNESS_E_INVALIDARG,
              "opening without an out parameter");
  thread = CreateThread(NULL, 0, OpenElsewhere, &elsewhere, 0, NULL);
  WaitForSingleObject(thread, LIMIT_MS);
  CloseHandle(thread);
  CheckResult(elsewhere, WITNESS_MAPI_E_NOT_INITIALIZED,
              "opening on a thread without MAPIInitialize");
}

static void CheckInterfaces(IMAPIOfflineMgr* object) {
  void* unknown = NULL;
  void* offline = NULL;
  void* manager = NULL;
  void* other = (void*)&other;
  ULONG value = 0;
  CheckResult(object->lpVtbl->QueryInterface(object, &WITNESS_IID_IUnknown, &unknown), WITNESS_S_OK,
              "QueryInterface for IUnknown");
  CheckResult(object->lpVtbl->QueryInterface(object, &WITNESS_IID_IMAPIOfflineMgr, &manager),
              WITNESS_S_OK, "QueryInterface for IMAPIOfflineMgr");
  CheckResult(object->lpVtbl->QueryInterface(object, &WITNESS_IID_IMAPIOffline, &offline),
              WITNESS_S_OK, "QueryInterface for IMAPIOffline");
  if (offline != NULL) {
    IMAPIOffline* const base = (IMAPIOffline*)offline;
    CheckResult(base->lpVtbl->GetCapabilities(base, &value), WITNESS_S_OK,
                "IMAPIOffline's GetCapabilities");
    CheckValue(value, MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE,
               "the result of IMAPIOffline's GetCapabilities");
    CheckResult(base->lpVtbl->GetCurrentState(base, &value), WITNESS_S_OK,
                "IMAPIOffline's GetCurrentState");
    CheckValue(value, MAPIOFFLINE_STATE_ONLINE, "the result of IMAPIOffline's GetCurrentState");
    base->lpVtbl->Release(base);
  }
  if (manager != NULL) ((IMAPIOfflineMgr*)manager)->lpVtbl->Release((IMAPIOfflineMgr*)manager);
  if (unknown != NULL) ((IUnknown*)unknown)->lpVtbl->Release((IUnknown*)unknown);
  CheckResult(object->lpVtbl->QueryInterface(object, &WITNESS_IID_IMAPIOfflineNotify, &other),
              WITNESS_E_NOINTERFACE, "QueryInterface for IMAPIOfflineNotify");
  Check(other == NULL, "a refused QueryInterface leaves a null pointer");
  CheckValue(object->lpVtbl->AddRef(object), 2, "the count returned by AddRef");
  CheckValue(object->lpVtbl->Release(object), 1, "the count returned by Release");
}

static ULONG StateOf(IMAPIOfflineMgr* object) {
  ULONG state = 0;
  CheckResult(object->lpVtbl->GetCurrentState(object, &state), WITNESS_S_OK, "GetCurrentState");
  return state;
}

static HRESULT Set(IMAPIOfflineMgr* object, ULONG flags, ULONG state) {
  return object->lpVtbl->SetCurrentState(object, flags, MAPIOFFLINE_STATE_OFFLINE_MASK, state,
                                         NULL);
}

static void CheckReading(IMAPIOfflineMgr* object) {
  ULONG capabilities = 0;
  CheckResult(object->lpVtbl->GetCapabilities(object, &capabilities), WITNESS_S_OK,
              "GetCapabilities");
  CheckValue(capabilities, MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE,
             "the result of GetCapabilities");
  CheckValue(StateOf(object), MAPIOFFLINE_STATE_ONLINE, "the result of GetCurrentState");
}

static MAPIOFFLINE_ADVISEINFO AdviseInfo(Callback* callback, ULONG client_token) {
  MAPIOFFLINE_ADVISEINFO info;
  memset(&info, 0, sizeof(info));
  info.ulSize = sizeof(info);
  info.ulClientToken = client_token;
  info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
  info.pCallback = (IUnknown*)callback;
  info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
  info.ulStateMask = MAPIOFFLINE_STATE_ALL;
  return info;
}

static void CheckWrongArguments(IMAPIOfflineMgr* object) {
  const IMAPIOfflineMgrVtbl* const methods = object->lpVtbl;
  const ULONG mask = MAPIOFFLINE_STATE_OFFLINE_MASK;
  MAPIOFFLINE_ADVISEINFO info;
  Callback callback;
  Callback stranger;
  ULONG token = 0;
  InitCallback(&callback, TRUE);
  InitCallback(&stranger, FALSE);

  info = AdviseInfo(&callback, 0);
  CheckResult(methods->Advise(object, 1, &info, &token), WITNESS_E_INVALIDARG,
              "Advise with another flag");
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, NULL, &token),
              WITNESS_E_INVALIDARG, "Advise without information");
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, NULL),
              WITNESS_E_INVALIDARG, "Advise without a token");
  info.ulSize = sizeof(info) - 4;
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_INVALIDARG, "Advise with too small a ulSize");
  info = AdviseInfo(&callback, 0);
  info.CallbackType = 1;
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_INVALIDARG, "Advise with another CallbackType");
  info = AdviseInfo(NULL, 0);
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_INVALIDARG, "Advise without a callback");
  info = AdviseInfo(&callback, 0);
  info.ulAdviseTypes = 2;
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_INVALIDARG, "Advise with another ulAdviseTypes");
  info = AdviseInfo(&callback, 0);
  info.ulStateMask = MAPIOFFLINE_STATE_OFFLINE_MASK;
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_INVALIDARG, "Advise with another ulStateMask");
  info = AdviseInfo(&stranger, 0);
  CheckResult(methods->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, &token),
              WITNESS_E_NOINTERFACE, "Advise with a callback without IMAPIOfflineNotify");
  CheckValue((ULONG)callback.references, 1, "the reference count of a refused callback");
  CheckValue((ULONG)stranger.references, 1,
             "the reference count of a callback without IMAPIOfflineNotify");

  CheckResult(methods->Unadvise(object, 1, 0), WITNESS_E_INVALIDARG, "Unadvise with another flag");
  CheckResult(methods->SetCurrentState(object, 1, mask, MAPIOFFLINE_STATE_OFFLINE, NULL),
              WITNESS_E_INVALIDARG, "SetCurrentState with another flag");
  CheckResult(
      methods->SetCurrentState(object, 0, MAPIOFFLINE_STATE_ALL, MAPIOFFLINE_STATE_OFFLINE, NULL),
      WITNESS_E_INVALIDARG, "SetCurrentState with another mask");
  CheckResult(methods->SetCurrentState(object, 0, mask, 0, NULL), WITNESS_E_INVALIDARG,
              "SetCurrentState with no state");
  CheckResult(methods->SetCurrentState(object, 0, mask, mask, NULL), WITNESS_E_INVALIDARG,
              "SetCurrentState with both states");
  CheckResult(methods->SetCurrentState(object, 0, mask, MAPIOFFLINE_STATE_OFFLINE, &info),
              WITNESS_E_INVALIDARG, "SetCurrentState with pReserved");
  CheckResult(methods->GetCapabilities(object, NULL), WITNESS_E_INVALIDARG,
              "GetCapabilities without an out parameter");
  CheckResult(methods->GetCurrentState(object, NULL), WITNESS_E_INVALIDARG,
              "GetCurrentState without an out parameter");
  CheckValue(StateOf(object), MAPIOFFLINE_STATE_ONLINE, "the state after the refused calls");
}

static void CheckPlaceholders(IMAPIOfflineMgr* object) {
  typedef HRESULT(STDMETHODCALLTYPE * Placeholder)(IMAPIOfflineMgr*);
  static const int slots[] = {6, 9, 10, 11, 12, 13, 14, 15};
  const Placeholder* const table = *(const Placeholder* const*)object;
  size_t i = 0;
  for (i = 0; i < sizeof(slots) / sizeof(slots[0]); ++i) {
    char text[16];
    snprintf(text, sizeof(text), "slot %d", slots[i]);
    CheckResult(table[slots[i]](object), WITNESS_E_NOTIMPL, text);
  }
}

static BOOL Advise(IMAPIOfflineMgr* object, Callback* callback, ULONG client_token, ULONG* token) {
  MAPIOFFLINE_ADVISEINFO info = AdviseInfo(callback, client_token);
  return CheckResult(object->lpVtbl->Advise(object, MAPIOFFLINE_ADVISE_DEFAULT, &info, token),
                     WITNESS_S_OK, "Advise");
}

static void CheckChanges(IMAPIOfflineMgr* object) {
  const ULONG online = MAPIOFFLINE_STATE_ONLINE;
  const ULONG offline = MAPIOFFLINE_STATE_OFFLINE;
  Callback first;
  Callback second;
  ULONG first_token = 0;
  ULONG second_token = 0;
  InitCallback(&first, TRUE);
  InitCallback(&second, TRUE);
  if (!Advise(object, &first, 0xCAFE0001, &first_token)) return;
  if (!Advise(object, &second, 0xCAFE0002, &second_token)) return;
  Check(first_token != second_token, "two registrations have two tokens");
  Check(first.references > 1, "Advise takes a reference to the callback");

  first.ask_during = object;
  CheckResult(Set(object, MAPIOFFLINE_FLAG_DEFAULT, offline), WITNESS_S_OK,
              "SetCurrentState, asynchronous");
  CheckTold(&first, 0, 0xCAFE0001, online, offline, "going offline");
  CheckTold(&second, 0, 0xCAFE0002, online, offline, "the same for the other callback");
  CheckResult(first.asked_during, WITNESS_E_PENDING, "SetCurrentState while a change is under way");
  Check(first.thread != GetCurrentThreadId(), "Notify is called on another thread");
  CheckValue(StateOf(object), offline, "the state after going offline");

  CheckResult(Set(object, MAPIOFFLINE_FLAG_BLOCK, online), WITNESS_S_OK,
              "SetCurrentState with FLAG_BLOCK");
  CheckValue(StateOf(object), online, "the state when SetCurrentState returns");
  CheckTold(&first, 3, 0xCAFE0001, offline, online, "going online, blocking");

  CheckResult(set_state(L"Work", offline), WITNESS_S_OK, "StandInSetState");
  CheckTold(&first, 6, 0xCAFE0001, online, offline, "losing the mail server");

  CheckResult(object->lpVtbl->Unadvise(object, MAPIOFFLINE_UNADVISE_DEFAULT, first_token),
              WITNESS_S_OK, "Unadvise");
  Check(AwaitReferences(&first, 1), "Unadvise releases the callback");
  CheckResult(Set(object, MAPIOFFLINE_FLAG_DEFAULT, online), WITNESS_S_OK,
              "SetCurrentState after Unadvise");
  CheckTold(&second, 9, 0xCAFE0002, offline, online, "going online for the remaining callback");
  CheckValue(ToldCount(&first), 9, "the number of notifications of the unadvised callback");
  CheckResult(object->lpVtbl->Unadvise(object, MAPIOFFLINE_UNADVISE_DEFAULT, second_token),
              WITNESS_S_OK, "the second Unadvise");
  Check(AwaitReferences(&second, 1), "Unadvise releases the other callback");
}

int wmain(int argc, wchar_t** argv) {
  MAPIINIT_0 init = {0, MAPI_MULTITHREAD_NOTIFICATIONS};
  IMAPIOfflineMgr* object = NULL;
  if (argc != 2) {
    printf("usage: witness_client <the stand-in's DLL>\n");
    return 2;
  }
  CheckLayout();
  if (!Load(argv[1])) return Finish();
  CheckResult(add_profile(L"Work"), WITNESS_S_OK, "StandInAddProfile");
  CheckResult(Open(open_plain, 0, L"Work", &WITNESS_GUID_GlobalState, NULL),
              WITNESS_MAPI_E_NOT_INITIALIZED, "opening before MAPIInitialize");
  CheckResult(initialize(&init), WITNESS_S_OK, "MAPIInitialize");
  CheckValue((ULONG)balance(), 1, "MAPI's balance after MAPIInitialize");
  CheckOpen();
  if (CheckResult(open_plain(0, L"Work", &WITNESS_GUID_GlobalState, NULL, &object), WITNESS_S_OK,
                  "opening for the following checks")) {
    CheckInterfaces(object);
    CheckReading(object);
    CheckWrongArguments(object);
    CheckPlaceholders(object);
    CheckChanges(object);
    CheckValue(object->lpVtbl->Release(object), 0, "the count returned by the last Release");
  }
  uninitialize();
  CheckValue((ULONG)balance(), 0, "MAPI's balance at the end");
  return Finish();
}

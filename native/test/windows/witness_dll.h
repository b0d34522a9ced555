/* Loads the MAPI DLL of witness_client.c, and finds its functions. One thread. Included once. */
#ifndef WITNESS_DLL_H
#define WITNESS_DLL_H

#include "witness.h"
#include "witness_tally.h"

static HrOpenOfflineObjFunction open_plain;
static HrOpenOfflineObjFunction open_decorated;
static MAPIInitializeFunction initialize;
static MAPIUninitializeFunction uninitialize;
static HRESULT(WINAPI* add_profile)(LPCWSTR name);
static HRESULT(WINAPI* set_state)(LPCWSTR name, ULONG state);
static LONG(WINAPI* balance)(void);

typedef void (*AnyFunction)(void);

static AnyFunction Lookup(HMODULE dll, const char* name) {
  const AnyFunction found = (AnyFunction)GetProcAddress(dll, name);
  Check(found != NULL, "%s is exported", name);
  return found;
}

static BOOL Load(const wchar_t* argument) {
  wchar_t path[4 * MAX_PATH];
  HMODULE dll = NULL;
  const DWORD length = GetFullPathNameW(argument, sizeof(path) / sizeof(path[0]), path, NULL);
  if (!Check(length > 0 && length < sizeof(path) / sizeof(path[0]), "the DLL has a path")) {
    return FALSE;
  }
  dll = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (!Check(dll != NULL, "the DLL loads by its full path (error %lu)",
             dll == NULL ? (unsigned long)GetLastError() : 0ul)) {
    return FALSE;
  }
  open_plain = (HrOpenOfflineObjFunction)Lookup(dll, "HrOpenOfflineObj");
  open_decorated = (HrOpenOfflineObjFunction)Lookup(dll, "HrOpenOfflineObj@20");
  initialize = (MAPIInitializeFunction)Lookup(dll, "MAPIInitialize");
  uninitialize = (MAPIUninitializeFunction)Lookup(dll, "MAPIUninitialize");
  add_profile = (HRESULT(WINAPI*)(LPCWSTR))Lookup(dll, "StandInAddProfile");
  set_state = (HRESULT(WINAPI*)(LPCWSTR, ULONG))Lookup(dll, "StandInSetState");
  balance = (LONG(WINAPI*)(void))Lookup(dll, "StandInMapiBalance");
  return failed == 0;
}

#endif

/* MAPI DLLs whose functions only fail. The .def files of no_initialize.dll and no_uninitialize.dll
   each leave one function out; needy.dll has all three, and needs planted.dll. */
#include <windows.h>

#ifdef RX_OUTLOOK_NEEDY
__declspec(dllimport) HRESULT Needed(void);
#else
static HRESULT Needed(void) { return E_NOTIMPL; }
#endif

HRESULT WINAPI MAPIInitialize(void* init) {
  (void)init;
  return Needed();
}

void WINAPI MAPIUninitialize(void) {}

HRESULT WINAPI HrOpenOfflineObj(ULONG reserved, LPCWSTR profile, const GUID* id,
                                const GUID* reserved_too, void** object) {
  (void)reserved;
  (void)profile;
  (void)id;
  (void)reserved_too;
  *object = NULL;
  return E_NOTIMPL;
}

/* planted.dll: records that it was loaded, also after it is unloaded, by appending its path to an
   environment variable of its process. needy.dll needs it. */
#include <windows.h>

#define VARIABLE L"RX_OUTLOOK_TEST_LOADED"

static wchar_t loaded[32767]; /* the longest environment variable */

static void Append(HINSTANCE self) {
  const DWORD size = sizeof(loaded) / sizeof(loaded[0]);
  DWORD length = GetEnvironmentVariableW(VARIABLE, loaded, size);
  if (length != 0) loaded[length++] = L'|'; /* not a character of paths */
  if (GetModuleFileNameW(self, loaded + length, size - length) == 0) return;
  SetEnvironmentVariableW(VARIABLE, loaded);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved) {
  (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) Append(self);
  return TRUE;
}

__declspec(dllexport) HRESULT Needed(void) {
  return (HRESULT)0x8004011CL; /* MAPI_E_UNCONFIGURED */
}

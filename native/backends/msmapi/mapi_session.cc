#include "backends/msmapi/mapi_session.h"

#include "base/windows/system.h"

namespace rx_outlook::msmapi {

HRESULT MapiSession::Start(std::unique_ptr<MapiSession>& session, Explanation& why) {
  MapiLibrary library;
  HRESULT hr = FindMapiLibrary(library, why);
  if (FAILED(hr)) return hr;
  // MAPI_MULTITHREAD_NOTIFICATIONS: MAPI notifies on its own thread, otherwise through the messages
  // of the first thread that initialised it. MAPI_NO_COINIT: MAPI does not initialise COM.
  MAPIINIT_0 options{MAPI_INIT_VERSION, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT};
  hr = library.MAPIInitialize(&options);
  if (FAILED(hr)) {
    why = {"MAPIInitialize", "The DLL is " + ToUtf8(library.path) + "."};
    return hr;
  }
  // Never freed: MAPI's threads may run in the DLL until the process ends.
  static_cast<void>(library.module.release());
  session.reset(new MapiSession(std::move(library)));
  return S_OK;
}

MapiSession::~MapiSession() { library_.MAPIUninitialize(); }

}  // namespace rx_outlook::msmapi

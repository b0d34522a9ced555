#include "backends/msmapi/mapi_session.h"

#include "base/windows/system.h"

namespace rx_outlook::msmapi {

HRESULT MapiSession::Start(std::unique_ptr<MapiSession>& session, Explanation& why) {
  MapiLibrary library;
  HRESULT hr = FindMapiLibrary(library, why);
  if (FAILED(hr)) return hr;
  // With the first flag notifications come on a thread of MAPI's, and not with the messages of
  // whichever thread was the first to initialise it. With the second it leaves COM to us.
  MAPIINIT_0 options{MAPI_INIT_VERSION, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT};
  hr = library.MAPIInitialize(&options);
  if (FAILED(hr)) {
    why = {"MAPIInitialize", "That is what " + ToUtf8(library.path) + " answers."};
    return hr;
  }
  // From now on until the process ends: threads of MAPI's may run in it for as long.
  static_cast<void>(library.module.release());
  session.reset(new MapiSession(std::move(library)));
  return S_OK;
}

MapiSession::~MapiSession() { library_.MAPIUninitialize(); }

}  // namespace rx_outlook::msmapi

// Checks whether the program that loaded the binary has the functions of Node-API that it calls.
#pragma once

#include <node_api.h>

namespace rx_outlook {

#ifdef RX_OUTLOOK_NODE_API_SHIM
// Called before every other function of Node-API, on the JavaScript thread. Returns false after it
// has thrown an error that names the missing functions.
bool HostHasNodeApi(napi_env env);
#else
// Without the shim, the loader refuses a binary with missing functions.
inline bool HostHasNodeApi(napi_env /*env*/) { return true; }
#endif

}  // namespace rx_outlook

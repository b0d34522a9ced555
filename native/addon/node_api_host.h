// Whether the program that has loaded the binary has the functions of Node-API that the binary
// calls.
#pragma once

#include <node_api.h>

namespace rx_outlook {

#ifdef RX_OUTLOOK_NODE_API_SHIM
// To be asked before anything else is called. False once it has thrown what is missing.
bool HostHasNodeApi(napi_env env);
#else
// Otherwise the binary would not have been loaded.
inline bool HostHasNodeApi(napi_env /*env*/) { return true; }
#endif

}  // namespace rx_outlook

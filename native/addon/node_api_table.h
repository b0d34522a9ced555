// What scripts/node-api-shim.mjs writes, for node_api_host.cc.
#pragma once

#include <windows.h>

namespace rx_outlook {

struct NodeApiFunction {
  const char* name;
  FARPROC* pointer;  // which the headers' dllimport makes the calls go through
};

// Those that the binary's objects call; a nameless one is the last.
extern const NodeApiFunction kNodeApiFunctions[];

}  // namespace rx_outlook

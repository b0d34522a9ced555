// The table that scripts/node-api-shim.mjs writes, for node_api_host.cc.
#pragma once

#include <windows.h>

namespace rx_outlook {

struct NodeApiFunction {
  const char* name;
  FARPROC* pointer;  // calls go through it, because the headers declare dllimport
};

// The functions that the binary's objects call; the last entry has no name.
extern const NodeApiFunction kNodeApiFunctions[];

}  // namespace rx_outlook

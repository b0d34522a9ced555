// Counts of the calls of MAPIInitialize and MAPIUninitialize, kept by standin.cc and read by tests.
// Any thread; no lock, atomics.
#pragma once

#include "abi/com.h"

namespace rx_outlook::standin {

struct MapiUse {
  LONG balance;    // calls of MAPIInitialize minus calls of MAPIUninitialize, on all threads
  LONG threads;    // threads on which MAPI is initialised
  ULONG flags;     // of the last MAPIInitialize
  LONG apartment;  // APTTYPE of its thread, if the thread had to initialise COM; otherwise -1
};

MapiUse CurrentMapiUse() noexcept;

// The next valid MAPIInitialize on any thread returns `hr`.
void FailNextInitialize(HRESULT hr) noexcept;

}  // namespace rx_outlook::standin

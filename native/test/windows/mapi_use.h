// How the stand-in's clients treat MAPI itself: standin.cc keeps the books, tests read them.
#pragma once

#include "abi/com.h"

namespace rx_outlook::standin {

struct MapiUse {
  LONG balance;    // MAPIInitialize less MAPIUninitialize, over all threads
  LONG threads;    // that have initialised MAPI and not let go of it
  ULONG flags;     // what the last MAPIInitialize asked for
  LONG apartment;  // APTTYPE of its thread, if that had to initialise COM itself; else -1
};

// Any thread.
MapiUse CurrentMapiUse() noexcept;

// The next sound MAPIInitialize, of whichever thread, answers so. Any thread.
void FailNextInitialize(HRESULT hr) noexcept;

}  // namespace rx_outlook::standin

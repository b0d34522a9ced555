// Compares the answers of several ways to an Outlook. A pure function; any thread.
#pragma once

#include "seam/seam.h"

namespace rx_outlook::automatic {

// How much an answer tells its reader, from little to much.
enum class Helpfulness {
  kUnknown,      // S_FALSE: no Outlook was asked
  kOfWay,        // the way does not serve this process, or has no accounts
  kNotRunning,   // the way finds no Outlook
  kUnusable,     // Outlook is not installed, its DLL is broken, or the way cannot be entered
  kUnconnected,  // an Outlook may run; nothing in it answers
  kRunning,      // an Outlook runs, and cannot be read from outside either
  kAnswer        // an Outlook has answered, perhaps with a failure
};

// `is_outside`: see Explanation.
Helpfulness HelpfulnessOf(HRESULT hr, bool is_outside) noexcept;

}  // namespace rx_outlook::automatic

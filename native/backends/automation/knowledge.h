// The knowledge of Outlook after a look, and its differences from the knowledge before. Values and
// pure functions; any thread, no lock.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backends/automation/account_list.h"
#include "backends/automation/look.h"

namespace rx_outlook::automation {

// The number of an Outlook's open profile. Each Outlook has its own: an object of an earlier one
// stays dead.
using SessionNumber = std::uint64_t;

inline constexpr std::uint64_t kProfileItself = 0;

// A profile or one of its accounts.
struct Subject {
  SessionNumber session = 0;
  std::uint64_t account = kProfileItself;
};

struct Knowledge {
  SessionNumber session = 0;  // 0: nothing is known yet
  std::u16string profile;
  Mode mode = kUnreadMode;
  std::vector<KnownAccount> accounts;
  // The failure to list the accounts: the known ones stay, with an unknown state.
  HRESULT listed = S_OK;

  // Returns the subject's mode; null when the subject does not exist (any more).
  [[nodiscard]] const Mode* ModeOf(const Subject& subject) const noexcept;
};

// Returns the knowledge of the same session after another look.
Knowledge Update(const Knowledge& before, const Look& look);

struct StateChange {
  std::uint64_t account;
  ULONG previous;
  ULONG current;
};

struct Differences {
  std::vector<StateChange> changes;    // the profile's first
  std::vector<std::uint64_t> removed;  // accounts
  bool has_list_changed = false;       // names, types, order, or which accounts there are

  [[nodiscard]] bool empty() const noexcept {
    return changes.empty() && removed.empty() && !has_list_changed;
  }
};

// Compares two states of knowledge of one session. A change of the mode alone is no difference.
Differences Compare(const Knowledge& before, const Knowledge& after);

}  // namespace rx_outlook::automation

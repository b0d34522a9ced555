// The result of one look at Outlook. Values; any thread, no lock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backends/automation/modes.h"
#include "seam/account.h"

namespace rx_outlook::automation {

struct SeenAccount {
  std::u16string name;              // DisplayName; empty when it cannot be read
  std::optional<AccountType> type;  // empty when it cannot be read
  Mode mode = kUnreadMode;
};

struct Look {
  std::u16string profile;             // the profile that Outlook has open; empty before its logon
  Mode mode = kUnreadMode;            // of the primary Exchange account
  std::vector<SeenAccount> accounts;  // in Outlook's order
  HRESULT listed = S_OK;              // the failure to list the accounts
};

}  // namespace rx_outlook::automation

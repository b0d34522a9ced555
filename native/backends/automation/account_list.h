// The accounts of a profile from one look to the next: each keeps its id while it exists. Pure
// except for the source of the ids; any thread, no lock.
#pragma once

#include <vector>

#include "backends/automation/look.h"
#include "seam/account.h"

namespace rx_outlook::automation {

struct KnownAccount {
  AccountInfo info;
  std::u16string display_name;  // as Outlook has it; info.name is unique
  Mode mode = kUnreadMode;

  friend bool operator==(const KnownAccount& left, const KnownAccount& right) noexcept {
    return left.info == right.info && left.display_name == right.display_name &&
           left.mode == right.mode;
  }
};

// Returns the accounts of a look, in its order. An account of `known` is recognised
// 1. by its DisplayName and type;
// 2. after a rename by its position: between the same two recognised neighbours, if as many
//    accounts have disappeared there as have appeared, and the types agree.
// SmtpAddress would identify an account, but Outlook asks its user before it tells one. So two
// things cannot be told apart: a rename, and the removal of an account with the addition of another
// one of its type in the same position between two looks. Both count as a rename. An exchange of
// two names counts as an exchange of two positions.
//
// A name is unique among the accounts, and is kept until its account is renamed. A name that cannot
// be read is no rename.
std::vector<KnownAccount> Recognise(const std::vector<KnownAccount>& known,
                                    const std::vector<SeenAccount>& seen);

}  // namespace rx_outlook::automation

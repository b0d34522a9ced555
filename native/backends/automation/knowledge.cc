#include "backends/automation/knowledge.h"

#include <algorithm>

namespace rx_outlook::automation {
namespace {

const KnownAccount* Find(const std::vector<KnownAccount>& accounts, std::uint64_t id) noexcept {
  const auto found = std::find_if(accounts.begin(), accounts.end(),
                                  [id](const KnownAccount& one) { return one.info.id == id; });
  return found == accounts.end() ? nullptr : &*found;
}

void CompareStates(std::uint64_t account, Mode before, Mode after,
                   std::vector<StateChange>& changes) {
  const ULONG previous = StateOf(before);
  const ULONG current = StateOf(after);
  if (previous != current) changes.push_back({account, previous, current});
}

}  // namespace

const Mode* Knowledge::ModeOf(const Subject& subject) const noexcept {
  if (session == 0 || subject.session != session) return nullptr;
  if (subject.account == kProfileItself) return &mode;
  const KnownAccount* const account = Find(accounts, subject.account);
  return account == nullptr ? nullptr : &account->mode;
}

Knowledge Update(const Knowledge& before, const Look& look) {
  Knowledge after;
  after.session = before.session;
  after.profile = look.profile;
  after.mode = look.mode;
  after.listed = look.listed;
  if (SUCCEEDED(look.listed)) {
    after.accounts = Recognise(before.accounts, look.accounts);
  } else {
    after.accounts = before.accounts;
    for (KnownAccount& account : after.accounts) account.mode = kUnreadMode;
  }
  return after;
}

Differences Compare(const Knowledge& before, const Knowledge& after) {
  Differences differences;
  CompareStates(kProfileItself, before.mode, after.mode, differences.changes);
  for (const KnownAccount& account : after.accounts) {
    const KnownAccount* const earlier = Find(before.accounts, account.info.id);
    if (earlier == nullptr) continue;
    CompareStates(account.info.id, earlier->mode, account.mode, differences.changes);
  }
  for (const KnownAccount& account : before.accounts) {
    if (Find(after.accounts, account.info.id) == nullptr) {
      differences.removed.push_back(account.info.id);
    }
  }
  differences.has_list_changed = !std::equal(
      before.accounts.begin(), before.accounts.end(), after.accounts.begin(), after.accounts.end(),
      [](const KnownAccount& left, const KnownAccount& right) { return left.info == right.info; });
  return differences;
}

}  // namespace rx_outlook::automation

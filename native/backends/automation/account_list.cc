#include "backends/automation/account_list.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "seam/account_names.h"

namespace rx_outlook::automation {
namespace {

using Index = std::optional<std::size_t>;
// The recognised accounts before and after a position, by their indices among the known ones.
using Gap = std::pair<Index, Index>;
// The indices of the accounts in each gap that are not recognised.
using Gaps = std::map<Gap, std::vector<std::size_t>>;

// Never given twice in the process, so that an object finds no other account by its id.
std::uint64_t NextId() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

bool IsTypeOf(const KnownAccount& known, const SeenAccount& seen) {
  return !seen.type || *seen.type == known.info.type;
}

// `partners`: for each account in its order the index of the known account that it is, if any.
Gaps GapsOf(const std::vector<Index>& partners) {
  std::vector<Index> after(partners.size());
  Index next;
  for (std::size_t i = partners.size(); i-- > 0;) {
    after[i] = next;
    if (partners[i]) next = partners[i];
  }
  Gaps gaps;
  Index before;
  for (std::size_t i = 0; i < partners.size(); ++i) {
    if (partners[i]) {
      before = partners[i];
    } else {
      gaps[{before, after[i]}].push_back(i);
    }
  }
  return gaps;
}

// Both results have an entry for each account of their list.
struct Pairs {
  std::vector<Index> known_of_seen;
  std::vector<Index> self_of_known;  // its own index once it is recognised
};

void PairByName(const std::vector<KnownAccount>& known, const std::vector<SeenAccount>& seen,
                Pairs& pairs) {
  for (std::size_t j = 0; j < seen.size(); ++j) {
    if (seen[j].name.empty()) continue;
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (pairs.self_of_known[i] || known[i].display_name != seen[j].name ||
          !IsTypeOf(known[i], seen[j])) {
        continue;
      }
      pairs.known_of_seen[j] = i;
      pairs.self_of_known[i] = i;
      break;
    }
  }
}

void PairByPosition(const std::vector<KnownAccount>& known, const std::vector<SeenAccount>& seen,
                    Pairs& pairs) {
  const Gaps gone = GapsOf(pairs.self_of_known);
  for (const auto& [gap, come] : GapsOf(pairs.known_of_seen)) {
    const auto found = gone.find(gap);
    if (found == gone.end() || found->second.size() != come.size()) continue;
    for (std::size_t k = 0; k < come.size(); ++k) {
      const std::size_t i = found->second[k];
      if (IsTypeOf(known[i], seen[come[k]])) pairs.known_of_seen[come[k]] = i;
    }
  }
}

// Returns a name that JavaScript can pass back: well-formed UTF-16 without a NUL, and not empty.
std::u16string Usable(const std::u16string& name) {
  constexpr char16_t kReplacement = 0xfffd;
  const auto is_lead = [](char16_t unit) { return unit >= 0xd800 && unit < 0xdc00; };
  const auto is_trail = [](char16_t unit) { return unit >= 0xdc00 && unit < 0xe000; };
  std::u16string usable;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char16_t unit = name[i];
    if (is_lead(unit) && i + 1 < name.size() && is_trail(name[i + 1])) {
      usable += unit;
      usable += name[++i];
    } else {
      usable += unit == 0 || is_lead(unit) || is_trail(unit) ? kReplacement : unit;
    }
  }
  return usable.empty() ? u"Account" : usable;
}

}  // namespace

std::vector<KnownAccount> Recognise(const std::vector<KnownAccount>& known,
                                    const std::vector<SeenAccount>& seen) {
  Pairs pairs{std::vector<Index>(seen.size()), std::vector<Index>(known.size())};
  PairByName(known, seen, pairs);
  PairByPosition(known, seen, pairs);

  // The known account that keeps its name as the one at `j`; null for none.
  const auto keeper = [&](std::size_t j) -> const KnownAccount* {
    const Index i = pairs.known_of_seen[j];
    if (!i) return nullptr;
    const KnownAccount& account = known[*i];
    const bool is_renamed = !seen[j].name.empty() && account.display_name != seen[j].name;
    return is_renamed ? nullptr : &account;
  };
  AccountNames names;
  std::set<std::u16string> taken;
  for (std::size_t j = 0; j < seen.size(); ++j) {
    if (const KnownAccount* const kept = keeper(j)) taken.insert(kept->info.name);
  }
  std::vector<KnownAccount> accounts;
  accounts.reserve(seen.size());
  for (std::size_t j = 0; j < seen.size(); ++j) {
    const Index i = pairs.known_of_seen[j];
    KnownAccount account;
    if (i) {
      account = known[*i];
    } else {
      account.info = {NextId(), {}, seen[j].type.value_or(AccountType::kOther)};
    }
    account.mode = seen[j].mode;
    if (keeper(j) == nullptr) {
      account.display_name = seen[j].name;
      account.info.name = names.Choose(Usable(seen[j].name), [&taken](const std::u16string& name) {
        return taken.count(name) > 0;
      });
      taken.insert(account.info.name);
    }
    accounts.push_back(std::move(account));
  }
  return accounts;
}

}  // namespace rx_outlook::automation

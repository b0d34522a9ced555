#include "seam/account_names.h"

#include <numeric>

namespace rx_outlook {
namespace {

std::u16string Numbered(const std::u16string& wanted, std::uint32_t number) {
  std::u16string name = wanted + u" (";
  for (const char digit : std::to_string(number)) name.push_back(static_cast<char16_t>(digit));
  name.push_back(u')');
  return name;
}

struct Parts {
  std::u16string_view wanted;
  std::uint32_t number = 0;  // 0: the name is no numbered one
};

// Undoes Numbered. A number of more digits is given to no account.
Parts PartsOf(std::u16string_view name) noexcept {
  constexpr std::size_t kMostDigits = 9;
  const std::size_t open = name.rfind(u" (");
  if (open == std::u16string_view::npos || name.back() != u')') return {};
  const std::u16string_view digits = name.substr(open + 2, name.size() - open - 3);
  if (digits.empty() || digits.size() > kMostDigits || digits.front() == u'0') return {};
  std::uint32_t number = 0;
  for (const char16_t digit : digits) {
    if (digit < u'0' || digit > u'9') return {};
    number = 10 * number + static_cast<std::uint32_t>(digit - u'0');
  }
  return {name.substr(0, open), number};
}

}  // namespace

std::u16string AccountNames::Choose(const std::u16string& wanted, const IsTaken& is_taken) {
  if (!is_taken(wanted)) return wanted;
  Numbers& numbers = numbers_[wanted];
  while (!numbers.holes.empty()) {
    std::u16string name = Numbered(wanted, *numbers.holes.begin());
    if (!is_taken(name)) return name;
    numbers.holes.erase(numbers.holes.begin());
  }
  // The number of a name that is free is not passed: whether the caller takes it is not known.
  for (;; ++numbers.next) {
    std::u16string name = Numbered(wanted, numbers.next);
    if (!is_taken(name)) return name;
  }
}

void AccountNames::Free(const std::u16string& name) {
  const auto [wanted, number] = PartsOf(name);
  const auto found = numbers_.find(wanted);
  if (found == numbers_.end()) return;
  Numbers& numbers = found->second;
  if (number >= 2 && number < numbers.next) numbers.holes.insert(number);
  // To begin again with 2 says the same.
  if (numbers.holes.size() == numbers.next - 2) numbers_.erase(found);
}

std::size_t AccountNames::size() const noexcept {
  return std::accumulate(
      numbers_.begin(), numbers_.end(), numbers_.size(),
      [](std::size_t sum, const auto& entry) { return sum + entry.second.holes.size(); });
}

}  // namespace rx_outlook

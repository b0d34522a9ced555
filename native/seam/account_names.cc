#include "seam/account_names.h"

#include <cstdint>

namespace rx_outlook {

std::u16string UniqueAccountName(const std::u16string& wanted,
                                 const std::function<bool(const std::u16string&)>& is_taken) {
  std::u16string name = wanted;
  for (std::uint32_t number = 2; is_taken(name); ++number) {
    name = wanted + u" (";
    for (const char digit : std::to_string(number)) name.push_back(static_cast<char16_t>(digit));
    name.push_back(u')');
  }
  return name;
}

}  // namespace rx_outlook

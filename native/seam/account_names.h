// Names that are unique in their profile. Any thread; no lock.
#pragma once

#include <functional>
#include <string>

namespace rx_outlook {

// Returns `wanted`, which is not empty, or the first free one of "wanted (2)", "wanted (3)" … A
// name is chosen when its account comes or is renamed, and is kept until then: it stays when
// another one becomes free.
std::u16string UniqueAccountName(const std::u16string& wanted,
                                 const std::function<bool(const std::u16string&)>& is_taken);

}  // namespace rx_outlook

// Names that are unique in their profile. One thread at a time; no lock.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace rx_outlook {

// Chooses the names of one profile's accounts. A name is chosen when its account comes or is
// renamed, and is kept until then: it stays when another one becomes free. Whether a name is taken
// is known to the caller alone; what is remembered here only saves questions, so that many accounts
// of one name cost a few questions each.
class AccountNames {
 public:
  using IsTaken = std::function<bool(const std::u16string&)>;

  // Returns `wanted`, which is not empty, or the first free one of "wanted (2)", "wanted (3)" …
  std::u16string Choose(const std::u16string& wanted, const IsTaken& is_taken);

  // To be called before a name becomes free. Without memory it throws, and has changed nothing.
  void Free(const std::u16string& name);

  // How much is remembered: nothing when all names are free.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  // Each number from 2 on and below `next` is taken or in `holes`; one in `holes` may be taken.
  struct Numbers {
    std::uint32_t next = 2;
    std::set<std::uint32_t> holes;
  };

  std::map<std::u16string, Numbers, std::less<>> numbers_;  // by the wanted name
};

}  // namespace rx_outlook

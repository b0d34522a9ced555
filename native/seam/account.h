// Accounts: how a client names one, and what a backend tells of it. Values; any thread, no lock.
#pragma once

#include <cstdint>
#include <string>

namespace rx_outlook {

// What Opener::Open opens: a profile, or one of its accounts.
struct Target {
  std::u16string profile;
  // Empty: the profile itself. Initialised, as GCC wants it where a target names a profile alone.
  std::u16string account{};  // NOLINT(readability-redundant-member-init)
  // Milliseconds between two looks, for a backend that polls; 0: its own choice.
  std::uint32_t poll_interval = 0;
  // Whether the registration will listen to the list of the profile's accounts, too.
  bool lists_accounts = false;
  // Milliseconds that a look may take, for a backend that polls; 0: its own limit alone.
  std::uint32_t look_limit = 0;
};

// Outlook's OlAccountType, with its numbers.
enum class AccountType : std::uint8_t { kExchange, kImap, kPop3, kHttp, kEas, kOther };

struct AccountInfo {
  std::uint64_t id = 0;  // the account's alone, as long as it exists, through its renames
  std::u16string name;   // unique in the profile
  AccountType type = AccountType::kOther;

  friend bool operator==(const AccountInfo& left, const AccountInfo& right) noexcept {
    return left.id == right.id && left.type == right.type && left.name == right.name;
  }
};

}  // namespace rx_outlook

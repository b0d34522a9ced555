// The messages of the bridge; docs/bridge-protocol.md has their bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "seam/account.h"

namespace rx_outlook::bridge {

inline constexpr std::uint16_t kOldestVersion = 1;
inline constexpr std::uint16_t kVersion = 2;
inline constexpr std::uint16_t kAccountsVersion = 2;  // the first one with accounts
inline constexpr std::size_t kHeaderSize = 8;
inline constexpr std::size_t kFrameLimit = 65536;  // with its header
inline constexpr std::size_t kBodyLimit = kFrameLimit - kHeaderSize;
// UTF-16 units of a profile's or an account's name: the registry allows a profile 255.
inline constexpr std::size_t kNameLimit = 256;
inline constexpr std::size_t kTextLimit = 4096;                    // bytes
inline constexpr std::size_t kRequestLimit = 12 + 4 * kNameLimit;  // a request's longest body
inline constexpr std::uint32_t kMergedLimit = 0x7fffffff;          // calls of Notify in one event
// Names or accounts of one list, over all its frames.
inline constexpr std::size_t kListLimit = 65536;
// The highest number of an account: JavaScript's numbers count no further.
inline constexpr std::uint64_t kAccountIdLimit = (std::uint64_t{1} << 53) - 1;

enum class FrameType : std::uint8_t {
  // from the client; each is answered
  kHello = 1,
  kPing = 2,
  kProfiles = 3,
  kOpen = 4,
  kGetCapabilities = 5,
  kGetCurrentState = 6,
  kSetCurrentState = 7,
  kAdvise = 8,
  kUnadvise = 9,
  kClose = 10,
  // from the client, since kAccountsVersion
  kOpenAccount = 11,
  kAccounts = 12,
  kAdviseWithAccounts = 13,
  // from the server
  kWelcome = 65,
  kAnswer = 66,
  kNames = 67,
  kEvents = 68,
  // from the server, since kAccountsVersion
  kAccountList = 69,
};

// The first version that has the request.
constexpr std::uint16_t VersionOf(FrameType request) noexcept {
  return request >= FrameType::kOpenAccount ? kAccountsVersion : kOldestVersion;
}

// The names that an open can carry.
inline bool IsName(const std::u16string& name) noexcept {
  return !name.empty() && name.size() <= kNameLimit && name.find(u'\0') == std::u16string::npos;
}

// The accounts that a list can carry.
inline bool IsAccount(const AccountInfo& account) noexcept {
  return account.id <= kAccountIdLimit && IsName(account.name);
}

// Whose objects a server serves.
enum class Host : std::uint16_t { kOutlook = 1, kEmbedded = 2 };

// The type decides which members have a meaning.
struct Request {
  FrameType type{};
  std::uint32_t id = 0;
  std::uint32_t object = 0;        // of all that name one: the client's number
  std::uint32_t registration = 0;  // likewise
  std::uint32_t state = 0;         // kSetCurrentState
  std::uint16_t oldest = 0;        // kHello: the client's versions
  std::uint16_t newest = 0;
  std::u16string profile;  // kOpen, kOpenAccount, kAccounts
  std::u16string account;  // kOpenAccount
};

struct Welcome {
  std::uint32_t id = 0;
  std::uint16_t version = 0;  // 0: the ends share no version
  Host host{};
  std::string product;  // a text for people
};

struct Answer {
  std::uint32_t id = 0;
  std::int32_t hresult = 0;
  std::uint32_t value = 0;
  std::string operation;  // the call that failed; empty unless more than the HRESULT is known
  std::string text;
};

// Names of profiles. A long list takes several frames.
struct Names {
  std::uint32_t id = 0;
  bool last = true;
  std::vector<std::u16string> names;
};

// Accounts of a profile. Their types may be ones that this version does not know.
struct Accounts {
  std::uint32_t id = 0;
  bool last = true;
  std::vector<AccountInfo> accounts;
};

inline constexpr std::size_t kEventSize = 28;  // seam/relayed_event.h
inline constexpr std::size_t kEventsLimit = kBodyLimit / kEventSize;

}  // namespace rx_outlook::bridge

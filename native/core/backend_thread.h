// A backend on its dispatcher thread: entered, or the reason for which it could not be.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "seam/seam.h"

namespace rx_outlook {

using ProfileNames = std::shared_ptr<const std::vector<std::u16string>>;
using AccountList = std::shared_ptr<const std::vector<AccountInfo>>;

// Each task of a dispatcher is given one, and nobody else has one: a function that takes a
// BackendThread& runs on the dispatcher thread, where alone a backend's objects may be called.
class BackendThread {
 public:
  // Enters the backend; the end leaves it.
  explicit BackendThread(const Backend& backend) noexcept;
  BackendThread(const BackendThread&) = delete;
  BackendThread& operator=(const BackendThread&) = delete;

  // The backend's answers, or the failure to enter it; E_OUTOFMEMORY where there is no memory.
  HRESULT Open(const Surroundings& from, const Target& target, IMAPIOfflineMgr** object,
               Explanation& why);
  // Gives the same list while the names are the same: it costs its memory once, however many wait
  // to take it.
  HRESULT Profiles(const Surroundings& from, ProfileNames& names, Explanation& why);
  // Likewise.
  HRESULT Accounts(const Surroundings& from, const std::u16string& profile, AccountList& accounts,
                   Explanation& why);
  HRESULT Available(const Surroundings& from, Explanation& why);

 private:
  template <typename Call>
  HRESULT Ask(const Surroundings& from, Call call, Explanation& why);

  std::unique_ptr<Opener> opener_;
  HRESULT entered_ = S_OK;
  Explanation not_entered_;
  std::weak_ptr<const std::vector<std::u16string>> last_names_;
  std::weak_ptr<const std::vector<AccountInfo>> last_accounts_;
};

}  // namespace rx_outlook

#include "core/backend_thread.h"

#include <new>
#include <utility>

namespace rx_outlook {
namespace {

// The last list, if it is the same and somebody still has it.
template <typename List>
std::shared_ptr<const List> Shared(List found, std::weak_ptr<const List>& last) {
  std::shared_ptr<const List> list = last.lock();
  if (list && *list == found) return list;
  list = std::make_shared<const List>(std::move(found));
  last = list;
  return list;
}

}  // namespace

BackendThread::BackendThread(const Backend& backend) noexcept {
  try {
    entered_ = backend.enter(opener_, not_entered_);
  } catch (const std::bad_alloc&) {
    entered_ = E_OUTOFMEMORY;
  }
}

template <typename Call>
HRESULT BackendThread::Ask(const Surroundings& from, Call call, Explanation& why) {
  if (!opener_) {
    why = not_entered_;
    return entered_;
  }
  try {
    opener_->SetSurroundings(from);
    return call(*opener_);
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

HRESULT BackendThread::Open(const Surroundings& from, const Target& target,
                            IMAPIOfflineMgr** object, Explanation& why) {
  return Ask(from, [&](Opener& opener) { return opener.Open(target, object, why); }, why);
}

HRESULT BackendThread::Profiles(const Surroundings& from, ProfileNames& names, Explanation& why) {
  return Ask(
      from,
      [&](Opener& opener) {
        std::vector<std::u16string> found;
        const HRESULT hr = opener.Profiles(found, why);
        if (FAILED(hr)) return hr;
        names = Shared(std::move(found), last_names_);
        return hr;
      },
      why);
}

HRESULT BackendThread::Accounts(const Surroundings& from, const std::u16string& profile,
                                AccountList& accounts, Explanation& why) {
  return Ask(
      from,
      [&](Opener& opener) {
        std::vector<AccountInfo> found;
        const HRESULT hr = opener.Accounts(profile, found, why);
        if (FAILED(hr)) return hr;
        accounts = Shared(std::move(found), last_accounts_);
        return hr;
      },
      why);
}

HRESULT BackendThread::Available(const Surroundings& from, Explanation& why) {
  return Ask(from, [&](Opener& opener) { return opener.Available(why); }, why);
}

}  // namespace rx_outlook

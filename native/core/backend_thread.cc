#include "core/backend_thread.h"

#include <new>
#include <utility>

namespace rx_outlook {

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

HRESULT BackendThread::Open(const Surroundings& from, const std::u16string& profile,
                            IMAPIOfflineMgr** object, Explanation& why) {
  return Ask(from, [&](Opener& opener) { return opener.Open(profile, object, why); }, why);
}

HRESULT BackendThread::Profiles(const Surroundings& from, ProfileNames& names, Explanation& why) {
  return Ask(
      from,
      [&](Opener& opener) {
        std::vector<std::u16string> found;
        const HRESULT hr = opener.Profiles(found, why);
        if (FAILED(hr)) return hr;
        names = last_names_.lock();
        if (names && *names == found) return hr;
        names = std::make_shared<const std::vector<std::u16string>>(std::move(found));
        last_names_ = names;
        return hr;
      },
      why);
}

HRESULT BackendThread::Available(const Surroundings& from, Explanation& why) {
  return Ask(from, [&](Opener& opener) { return opener.Available(why); }, why);
}

}  // namespace rx_outlook

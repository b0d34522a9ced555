#include "backends/msmapi/outlook.h"

#include <utility>

#include "backends/msmapi/mapi_session.h"
#include "backends/msmapi/user_profiles.h"
#include "base/windows/apartment.h"
#include "base/windows/system.h"

namespace rx_outlook::msmapi {
namespace {

class Outlook final : public Opener {
 public:
  [[nodiscard]] HRESULT entered() const noexcept { return apartment_.entered(); }

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    if (!target.account.empty()) return ERR_ACCOUNTS_UNAVAILABLE;
    // Retried by each call until it succeeds: Outlook may be installed or repaired meanwhile.
    if (!mapi_) {
      const HRESULT hr = MapiSession::Start(mapi_, why);
      if (FAILED(hr)) return hr;
    }
    const HRESULT hr = mapi_->library().HrOpenOfflineObj(0, AsWide(target.profile),
                                                         &GUID_GlobalState, nullptr, object);
    if (hr == MAPI_E_NOT_FOUND && !IsOutlooksOwn()) {
      why.text = "Outlook returns this to every process except its own, and this process is " +
                 ToUtf8(FileName(ProgramPath())) + ".";
      why.is_outside = true;
    }
    return hr;
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    const HRESULT hr = ListUserProfiles(names, why);
    return hr == S_OK && !IsOutlooksOwn() ? S_FALSE : hr;
  }

  HRESULT Available(Explanation& why) override {
    if (!mapi_) {
      const HRESULT hr = MapiSession::Start(mapi_, why);
      if (FAILED(hr)) return hr;
    }
    return IsOutlooksOwn() ? S_OK : S_FALSE;
  }

 private:
  // Outlook's DLL opens objects only in Outlook's own process.
  static bool IsOutlooksOwn() { return SameName(FileName(ProgramPath()), L"OUTLOOK.EXE"); }

  Apartment apartment_;
  std::unique_ptr<MapiSession> mapi_;  // destroyed before the apartment
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation& why) {
  auto outlook = std::make_unique<Outlook>();
  const HRESULT hr = outlook->entered();
  if (SUCCEEDED(hr)) {
    opener = std::move(outlook);
  } else {
    why = {"CoInitializeEx", "COM cannot be initialised on our thread."};
  }
  return hr;
}

}  // namespace

const Backend kBackend = {"msmapi", Enter};

}  // namespace rx_outlook::msmapi

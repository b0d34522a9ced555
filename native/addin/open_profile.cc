#include "addin/open_profile.h"

#include <mutex>
#include <utility>

#include "addin/listed_profile.h"
#include "addin/own_outlook.h"
#include "backends/automation/opener.h"
#include "backends/msmapi/outlook.h"
#include "base/windows/system.h"

namespace rx_outlook::addin {
namespace {

struct Name {
  std::mutex mutex;
  std::wstring text;
};

// Never destroyed: our threads may outlive static destruction.
Name& TheName() {
  static Name* const name = new Name;
  return *name;
}

class OpenProfile final : public Opener {
 public:
  OpenProfile(std::unique_ptr<Opener> outlook, std::wstring name)
      : outlook_(std::move(outlook)), name_(std::move(name)) {}

  HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) override {
    if (!target.account.empty()) return accounts_.Open(target, object, why);
    if (name_.empty()) return OpenListed(target, object, why);
    if (!IsOpen(target.profile, why)) return MAPI_E_NOT_FOUND;
    return OpenListed({AsUtf16(name_)}, object, why);
  }

  HRESULT Accounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                   Explanation& why) override {
    return accounts_.Accounts(profile, accounts, why);
  }

  HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) override {
    if (name_.empty()) return outlook_->Profiles(names, why);
    names.push_back(AsUtf16(name_));
    return S_OK;
  }

  HRESULT Available(Explanation& why) override { return outlook_->Available(why); }

 private:
  // Ignores case: names of profiles are registry keys. Outlook is asked with its own spelling.
  bool IsOpen(const std::u16string& profile, Explanation& why) const {
    if (SameName(AsWide(profile), name_)) return true;
    why.text = "Outlook has only the profile \"" + ToUtf8(name_) + "\" open.";
    return false;
  }

  HRESULT OpenListed(const Target& target, IMAPIOfflineMgr** object, Explanation& why) {
    ComPtr<IMAPIOfflineMgr> profile;
    const HRESULT hr = outlook_->Open(target, profile.Put(), why);
    if (FAILED(hr)) return hr;
    if (!profile) return E_UNEXPECTED;
    *object = MakeCom<ListedProfile>(std::move(profile), AccountsReader()).Detach();
    return hr;
  }

  const std::unique_ptr<Opener> outlook_;
  automation::ReaderOpener accounts_{AccountsReader()};
  const std::wstring name_;
};

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation& why) {
  std::wstring name;
  {
    const std::lock_guard lock(TheName().mutex);
    name = TheName().text;
  }
  std::unique_ptr<Opener> outlook;
  const HRESULT hr = msmapi::kBackend.enter(outlook, why);
  if (SUCCEEDED(hr)) opener = std::make_unique<OpenProfile>(std::move(outlook), std::move(name));
  return hr;
}

}  // namespace

// Never destroyed: our threads may outlive static destruction.
const std::shared_ptr<automation::Reader>& AccountsReader() {
  static const auto* const reader =
      new std::shared_ptr<automation::Reader>(std::make_shared<automation::Reader>(OwnOutlook()));
  return *reader;
}

const Backend kOpenProfile = {"msmapi", Enter};

void SetOpenProfile(std::wstring name) {
  const std::lock_guard lock(TheName().mutex);
  TheName().text = std::move(name);
}

}  // namespace rx_outlook::addin

#include "backends/automation/outlook.h"

#include <new>
#include <utility>

#include "backends/automation/network_watch.h"
#include "backends/automation/object_model.h"
#include "backends/automation/opener.h"
#include "backends/automation/outcome.h"
#include "backends/automation/outlook_process.h"
#include "backends/automation/power_watch.h"
#include "backends/automation/window_probe.h"
#include "base/windows/apartment.h"
#include "base/windows/system.h"

namespace rx_outlook::automation {
namespace {

class ComLooker final : public Looker {
 public:
  explicit ComLooker(std::function<void()> changed) : changed_(std::move(changed)) {}

  HRESULT Take(const Instance& outlook, Look& look, Explanation& why) override {
    if (FAILED(apartment_.entered())) {
      why = {"CoInitializeEx", "COM cannot be initialised on our thread."};
      return apartment_.entered();
    }
    const DWORD process = static_cast<const OutlookProcess&>(outlook).id();
    // Like a rejected call: repeated for some time, without a call that would not return.
    if (!AnswersMessages(process)) return kRetryLater;
    ComPtr<IDispatch> application;
    const HRESULT hr = FindApplication(application, why);
    if (FAILED(hr)) return hr;
    // Another version of Outlook may have other numbers for its members.
    if (std::exchange(process_, process) != process) model_ = ObjectModel();
    return model_.Read(*application, look, why);
  }

  void Rest() noexcept override {
    if (FAILED(apartment_.entered()) || std::exchange(has_rested_, true)) return;
    try {
      network_ = NetworkWatch::Start(changed_);
      power_ = PowerWatch::Start(changed_);
    } catch (const std::bad_alloc&) {
      has_rested_ = false;  // tries again after the next look
    }
  }

 private:
  const std::function<void()> changed_;
  const Apartment apartment_;
  std::unique_ptr<NetworkWatch> network_;  // destroyed before the apartment
  std::unique_ptr<PowerWatch> power_;
  bool has_rested_ = false;
  DWORD process_ = 0;
  ObjectModel model_;
};

class ComSource final : public Source {
 public:
  HRESULT Find(std::function<void()> changed, std::shared_ptr<const Instance>& found,
               Explanation& why) override {
    return OutlookProcess::Find(std::move(changed), found, why);
  }

  std::unique_ptr<Looker> MakeLooker(std::function<void()> changed) override {
    return std::make_unique<ComLooker>(std::move(changed));
  }

  [[nodiscard]] bool IsSameProfile(const std::u16string& left,
                                   const std::u16string& right) const override {
    return SameName(AsWide(left), AsWide(right));  // names of profiles are registry keys
  }
};

// Never destroyed: our threads may outlive static destruction.
const std::shared_ptr<Reader>& TheReader() {
  static const auto* const reader =
      new std::shared_ptr<Reader>(std::make_shared<Reader>(RunningOutlook()));
  return *reader;
}

HRESULT Enter(std::unique_ptr<Opener>& opener, Explanation&) {
  opener = std::make_unique<ReaderOpener>(TheReader());
  return S_OK;
}

}  // namespace

const Backend kBackend = {"automation", Enter};

std::shared_ptr<Source> RunningOutlook() { return std::make_shared<ComSource>(); }

}  // namespace rx_outlook::automation

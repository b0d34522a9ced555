#include "addin/own_outlook.h"

#include <objbase.h>

#include <utility>

#include "backends/automation/object_model.h"
#include "backends/automation/outcome.h"
#include "backends/automation/window_probe.h"
#include "base/windows/apartment.h"
#include "base/windows/system.h"

namespace rx_outlook::addin {
namespace {

// COM's table of interfaces that any apartment of the process can take.
ComPtr<IGlobalInterfaceTable> Table() {
  ComPtr<IGlobalInterfaceTable> table;
  static_cast<void>(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                                     IID_IGlobalInterfaceTable,
                                     reinterpret_cast<void**>(table.Put())));
  return table;
}

struct Current {
  std::mutex mutex;
  std::shared_ptr<SharedApplication> application;
};

// Never destroyed: our threads may outlive static destruction.
Current& TheCurrent() {
  static auto* const current = new Current;
  return *current;
}

class OwnLooker final : public automation::Looker {
 public:
  HRESULT Take(const automation::Instance& outlook, automation::Look& look,
               Explanation& why) override {
    if (FAILED(apartment_.entered())) return apartment_.entered();
    if (!automation::AnswersMessages(GetCurrentProcessId())) return automation::kRetryLater;
    ComPtr<IDispatch> application;
    const HRESULT hr = static_cast<const SharedApplication&>(outlook).Get(application);
    return FAILED(hr) ? hr : model_.Read(*application, look, why);
  }

 private:
  const Apartment apartment_;
  automation::ObjectModel model_;
};

class OwnSource final : public automation::Source {
 public:
  HRESULT Find(std::function<void()> changed, std::shared_ptr<const automation::Instance>& outlook,
               Explanation&) override {
    std::shared_ptr<SharedApplication> application;
    {
      const std::lock_guard lock(TheCurrent().mutex);
      application = TheCurrent().application;
    }
    if (!application) return ERR_ACCOUNTS_UNAVAILABLE;
    if (application->HasEnded()) return ERR_OUTLOOK_NOT_RUNNING;
    application->SetListener(std::move(changed));
    outlook = std::move(application);
    return S_OK;
  }

  std::unique_ptr<automation::Looker> MakeLooker(std::function<void()>) override {
    return std::make_unique<OwnLooker>();
  }

  [[nodiscard]] bool IsSameProfile(const std::u16string& left,
                                   const std::u16string& right) const override {
    return SameName(AsWide(left), AsWide(right));
  }
};

}  // namespace

SharedApplication::SharedApplication(IDispatch& application) {
  const auto table = Table();
  if (!table || FAILED(table->RegisterInterfaceInGlobal(&application, IID_IDispatch, &cookie_))) {
    cookie_ = 0;
    has_ended_ = true;
  }
}

void SharedApplication::Withdraw() noexcept {
  if (has_ended_.exchange(true)) return;
  if (const auto table = Table()) table->RevokeInterfaceFromGlobal(cookie_);
  std::function<void()> changed;
  {
    const std::lock_guard lock(mutex_);
    changed.swap(changed_);
  }
  if (changed) changed();
}

HRESULT SharedApplication::Get(ComPtr<IDispatch>& application) const {
  const auto table = Table();
  if (!table || has_ended_) return automation::kDisconnectedObject;
  const HRESULT hr = table->GetInterfaceFromGlobal(cookie_, IID_IDispatch,
                                                   reinterpret_cast<void**>(application.Put()));
  return FAILED(hr) && has_ended_ ? automation::kDisconnectedObject : hr;
}

void SharedApplication::SetListener(std::function<void()> changed) {
  const std::lock_guard lock(mutex_);
  changed_ = std::move(changed);
}

void SetApplication(std::shared_ptr<SharedApplication> application) {
  const std::lock_guard lock(TheCurrent().mutex);
  TheCurrent().application.swap(application);  // the earlier one is released without the mutex
}

std::shared_ptr<automation::Source> OwnOutlook() { return std::make_shared<OwnSource>(); }

}  // namespace rx_outlook::addin

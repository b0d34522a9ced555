#include "backends/automation/power_watch.h"

#include <utility>

#include "backends/automation/resume_calls.h"
#include "base/windows/system.h"

namespace rx_outlook::automation {
namespace {

constexpr DWORD kCallback = 2;  // DEVICE_NOTIFY_CALLBACK, which MinGW's headers lack

// Never destroyed: Windows does not document that a callback has ended when its registration has.
ResumeCalls& Calls() {
  static auto* const calls = new ResumeCalls;
  return *calls;
}

// A thread of Windows'.
ULONG CALLBACK OnEvent(void* context, ULONG event, void*) noexcept {
  Calls().Tell(reinterpret_cast<std::uintptr_t>(context), event);
  return ERROR_SUCCESS;
}

// Never freed: a callback may be under way in it.
PowerFunctions OfWindows() {
  static const auto* const library = new SystemLibrary(L"powrprof.dll");
  return {
      library->Function<decltype(PowerFunctions::add)>("PowerRegisterSuspendResumeNotification"),
      library->Function<decltype(PowerFunctions::remove)>(
          "PowerUnregisterSuspendResumeNotification")};
}

}  // namespace

std::unique_ptr<PowerWatch> PowerWatch::Start(std::function<void()> resumed) {
  return Start(std::move(resumed), OfWindows());
}

std::unique_ptr<PowerWatch> PowerWatch::Start(std::function<void()> resumed,
                                              const PowerFunctions& functions) {
  if (functions.add == nullptr || functions.remove == nullptr) return nullptr;
  std::unique_ptr<PowerWatch> watch(new PowerWatch(std::move(resumed), functions));
  if (watch->registration_ == nullptr) return nullptr;
  return watch;
}

PowerWatch::PowerWatch(std::function<void()> resumed, const PowerFunctions& functions)
    : functions_(functions), number_(Calls().Add(std::move(resumed))) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a number that comes back in the callback.
  PowerRecipient recipient{OnEvent, reinterpret_cast<void*>(number_)};
  if (functions_.add(kCallback, &recipient, &registration_) != ERROR_SUCCESS) {
    registration_ = nullptr;
  }
}

PowerWatch::~PowerWatch() {
  if (registration_ != nullptr) functions_.remove(registration_);
  Calls().Remove(number_);
}

}  // namespace rx_outlook::automation

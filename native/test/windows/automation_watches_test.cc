// Checks what has Outlook looked at before the next poll: here, a resume from sleep. No system of
// the tests sleeps, so the callback is invoked.
#include <memory>

#include "automation_fixture.h"
#include "automation_subjects.h"
#include "backends/automation/power_watch.h"

using namespace rx_outlook::automation;
using namespace rx_outlook::test;

namespace {

constexpr int kRegistered = 7;

PowerRecipient registered{};
int removals = 0;

DWORD WINAPI Add(DWORD flags, HANDLE recipient, void** registration) {
  registered = *static_cast<const PowerRecipient*>(recipient);
  static int mark = kRegistered;
  *registration = &mark;
  return flags == 2 ? ERROR_SUCCESS : ERROR_INVALID_PARAMETER;
}

DWORD WINAPI Refuse(DWORD, HANDLE, void**) { return ERROR_NOT_SUPPORTED; }

DWORD WINAPI Remove(void* registration) {
  if (*static_cast<int*>(registration) == kRegistered) ++removals;
  return ERROR_SUCCESS;
}

}  // namespace

void rx_outlook::test::CheckWatches() {
  int told = 0;
  const auto count = [&told] { ++told; };
  {
    const auto watch = PowerWatch::Start(count, {Add, Remove});
    if (!Check(watch != nullptr, "resumes from sleep are listened to")) return;
    registered.callback(registered.context, PBT_APMSUSPEND, nullptr);
    Check(told == 0, "a suspend calls nothing");
    registered.callback(registered.context, PBT_APMRESUMEAUTOMATIC, nullptr);
    Check(told == 1, "a resume calls the function");
  }
  Check(removals == 1, "the end removes the registration");
  registered.callback(registered.context, PBT_APMRESUMEAUTOMATIC, nullptr);
  Check(told == 1, "a late callback calls nothing");
  Check(PowerWatch::Start(count, {}) == nullptr &&
            PowerWatch::Start(count, {Refuse, Remove}) == nullptr,
        "without the functions, or refused, there is no watch");
  const auto of_system = PowerWatch::Start(count);
  std::printf("# resumes of this system are %slistened to\n", of_system ? "" : "not ");
}

#include "backends/automation/outlook_process.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "outlook/processes.h"

namespace rx_outlook::automation {
namespace {

using outlook::RunningProcess;

struct Candidate {
  Handle process;
  DWORD id = 0;
  ULONGLONG started = 0;
};

ULONGLONG StartOf(HANDLE process) {
  FILETIME started{};
  FILETIME ended{};
  FILETIME kernel{};
  FILETIME user{};
  if (GetProcessTimes(process, &started, &ended, &kernel, &user) == 0) return 0;
  return ULONGLONG{started.dwHighDateTime} << 32 | started.dwLowDateTime;
}

HRESULT NotReached(const std::vector<RunningProcess>& running, Explanation& why) {
  if (running.empty()) {
    const std::vector<RunningProcess> next = outlook::RunningHere(L"olk.exe");
    if (next.empty()) return ERR_OUTLOOK_NOT_RUNNING;
    why.text = "Only new Outlook is running, " + outlook::Numbered(next.front()) +
               ", which has no COM interface.";
    return ERR_OUTLOOK_NEW_ONLY;
  }
  const RunningProcess& one = running.front();
  why.text = one.is_elevated
                 ? outlook::Numbered(one) +
                       " runs elevated, as an administrator, and this process " + "does not."
                 : "This process runs elevated, as an administrator, and " +
                       outlook::Numbered(one) + " does not.";
  return ERR_OUTLOOK_ELEVATED;
}

}  // namespace

HRESULT OutlookProcess::Find(std::function<void()> ended, std::shared_ptr<const Instance>& found,
                             Explanation& why) {
  const std::vector<RunningProcess> running = outlook::RunningHere(L"OUTLOOK.EXE");
  const bool is_elevated = outlook::IsElevated(GetCurrentProcess());
  std::vector<Candidate> candidates;
  for (const RunningProcess& one : running) {
    // COM has a table of running objects for each integrity level.
    if (one.is_elevated != is_elevated) continue;
    Candidate candidate{
        Handle(OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, one.id)),
        one.id};
    if (!candidate.process) continue;
    candidate.started = StartOf(candidate.process.get());
    candidates.push_back(std::move(candidate));
  }
  const auto oldest = std::min_element(
      candidates.begin(), candidates.end(),
      [](const Candidate& left, const Candidate& right) { return left.started < right.started; });
  if (oldest == candidates.end()) return NotReached(running, why);
  found =
      std::make_shared<OutlookProcess>(std::move(oldest->process), oldest->id, std::move(ended));
  return S_OK;
}

OutlookProcess::OutlookProcess(Handle process, DWORD id, std::function<void()> ended)
    : process_(std::move(process)), id_(id), ended_(std::move(ended)) {
  if (RegisterWaitForSingleObject(&wait_, process_.get(), OnEnd, this, INFINITE,
                                  WT_EXECUTEONLYONCE) == 0) {
    wait_ = nullptr;
  }
}

OutlookProcess::~OutlookProcess() {
  // INVALID_HANDLE_VALUE: returns after a callback that is under way.
  if (wait_ != nullptr) UnregisterWaitEx(wait_, INVALID_HANDLE_VALUE);
}

bool OutlookProcess::HasEnded() const noexcept {
  return WaitForSingleObject(process_.get(), 0) == WAIT_OBJECT_0;
}

void OutlookProcess::OnEnd(void* self, BOOLEAN) noexcept {
  static_cast<OutlookProcess*>(self)->ended_();
}

}  // namespace rx_outlook::automation

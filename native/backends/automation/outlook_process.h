// The process of a running Outlook: found without COM, and watched for its end. Windows only, like
// the rest of this folder that includes it.
#pragma once

#include <windows.h>

#include <functional>
#include <memory>

#include "backends/automation/source.h"
#include "base/windows/handle.h"

namespace rx_outlook::automation {

// Any thread; no lock.
class OutlookProcess final : public Instance {
 public:
  // Finds the OUTLOOK.EXE of this user's session that COM can reach: the oldest, which has
  // registered first. Otherwise ERR_OUTLOOK_NOT_RUNNING, ERR_OUTLOOK_NEW_ONLY or
  // ERR_OUTLOOK_ELEVATED. Reads the list of processes; does not wait. `ended` is called on a thread
  // of the system's pool at the end of the process, and not once this is destroyed.
  static HRESULT Find(std::function<void()> ended, std::shared_ptr<const Instance>& found,
                      Explanation& why);

  OutlookProcess(Handle process, DWORD id, std::function<void()> ended);
  OutlookProcess(const OutlookProcess&) = delete;
  OutlookProcess& operator=(const OutlookProcess&) = delete;
  ~OutlookProcess() override;  // waits for `ended`, if that is under way

  [[nodiscard]] bool HasEnded() const noexcept override;
  [[nodiscard]] DWORD id() const noexcept { return id_; }

 private:
  static void CALLBACK OnEnd(void* self, BOOLEAN timed_out) noexcept;

  const Handle process_;
  const DWORD id_;
  const std::function<void()> ended_;
  HANDLE wait_ = nullptr;  // null: the system has no wait left, and the next look finds the end
};

}  // namespace rx_outlook::automation

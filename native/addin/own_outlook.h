// The Application that Outlook gave the add-in, for looks from another thread of the process.
#pragma once

#include <windows.h>

#include <oaidl.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "abi/com_ptr.h"
#include "backends/automation/source.h"

namespace rx_outlook::addin {

// Constructed and withdrawn on Outlook's main thread, which must answer messages during a look.
// Other methods: any thread.
class SharedApplication final : public automation::Instance {
 public:
  explicit SharedApplication(IDispatch& application);
  SharedApplication(const SharedApplication&) = delete;
  SharedApplication& operator=(const SharedApplication&) = delete;
  ~SharedApplication() override = default;

  // Releases the Application, at the end of the add-in or of Outlook. Any later look fails.
  void Withdraw() noexcept;
  [[nodiscard]] bool HasEnded() const noexcept override { return has_ended_; }

  // Returns a proxy of the Application for the calling thread's apartment.
  HRESULT Get(ComPtr<IDispatch>& application) const;
  // `changed` is called by Withdraw. One reader at a time; takes mutex_.
  void SetListener(std::function<void()> changed);

 private:
  DWORD cookie_ = 0;  // 0: not shared
  std::atomic<bool> has_ended_{false};
  std::mutex mutex_;  // guards the member below
  std::function<void()> changed_;
};

// Sets the Application for later looks of OwnOutlook; null for none. Any thread; takes a mutex.
void SetApplication(std::shared_ptr<SharedApplication> application);

// Returns the source of looks at this process's Outlook.
std::shared_ptr<automation::Source> OwnOutlook();

}  // namespace rx_outlook::addin

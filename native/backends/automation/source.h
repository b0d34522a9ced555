// The reader's interface to Outlook: COM's on Windows, a fake one in tests.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "backends/automation/look.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

// One running Outlook. Destroyed on any thread, never under the reader's mutex.
class Instance {
 public:
  Instance() = default;
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  virtual ~Instance() = default;

  // Any thread; never waits.
  [[nodiscard]] virtual bool HasEnded() const noexcept = 0;
};

// Looks at Outlook. Made, used and destroyed on one looking thread.
class Looker {
 public:
  Looker() = default;
  Looker(const Looker&) = delete;
  Looker& operator=(const Looker&) = delete;
  virtual ~Looker() = default;

  // May take any time, or never return. Holds nothing of Outlook's when it returns.
  virtual HRESULT Take(const Instance& outlook, Look& look, Explanation& why) = 0;

  // Called after the answer of each look: its time does not count as the look's.
  virtual void Rest() noexcept {}
};

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // The reader's thread. Finds the running Outlook without a call into it. Calls `changed` on any
  // thread at the end of that Outlook, until the instance is destroyed.
  virtual HRESULT Find(std::function<void()> changed, std::shared_ptr<const Instance>& outlook,
                       Explanation& why) = 0;

  // A looking thread. The looker calls `changed` on any thread when the state may have changed,
  // such as after a change of the network or a resume from sleep; also shortly after the looker's
  // end.
  virtual std::unique_ptr<Looker> MakeLooker(std::function<void()> changed) = 0;

  // Any thread. Compares names of profiles as Outlook does.
  [[nodiscard]] virtual bool IsSameProfile(const std::u16string& left,
                                           const std::u16string& right) const = 0;
};

}  // namespace rx_outlook::automation

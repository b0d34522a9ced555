// The thread that makes the calls into Outlook: one look at a time, for as long as each takes.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "backends/automation/look.h"
#include "backends/automation/monitor.h"
#include "backends/automation/source.h"
#include "base/locked.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

// The public methods: the reader's own thread; none waits. Guarded by the reader's mutex, which
// the looking thread releases during its calls. No thread waits for the looking one: it keeps alive
// what it uses, and an abandoned one ends when its call returns.
class LookingThread {
 public:
  struct Answer {
    HRESULT hr = S_OK;
    Look look;
    Explanation why;
  };

  // `changed`: for the looker; see Source::MakeLooker. Throws std::system_error when the system
  // cannot start another thread.
  static std::shared_ptr<LookingThread> Start(std::shared_ptr<Monitor> monitor,
                                              std::shared_ptr<Source> source,
                                              std::function<void()> changed);

  // Whether no look is under way, and no answer waits.
  [[nodiscard]] bool is_free(const Locked&) const noexcept { return stage_ == Stage::kFree; }
  [[nodiscard]] bool has_answered(const Locked&) const noexcept {
    return stage_ == Stage::kAnswered;
  }
  [[nodiscard]] bool is_hung(const Locked&) const noexcept { return is_hung_; }

  // Begins a look when the thread is free. The caller notifies the monitor, as after Abandon.
  void Begin(const Locked&, std::shared_ptr<const Instance> outlook) noexcept;
  // The look's answer is late, and is ignored when it comes. False when that is known already.
  bool GiveUp(const Locked&) noexcept;
  // Takes the answer, which frees the thread. None after GiveUp.
  std::optional<Answer> Take(const Locked&) noexcept;
  // Ends the thread, at once or when its call returns.
  void Abandon(const Locked&) noexcept;

 private:
  enum class Stage { kFree, kAsked, kLooking, kAnswered };

  // The looking thread.
  void Run(Monitor& monitor, Source& source, const std::function<void()>& changed);

  Stage stage_ = Stage::kFree;
  bool is_hung_ = false;
  bool is_abandoned_ = false;
  std::shared_ptr<const Instance> outlook_;
  Answer answer_;
};

}  // namespace rx_outlook::automation

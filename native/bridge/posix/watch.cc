#include "bridge/watch.h"

#include <poll.h>

#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "base/thread.h"
#include "bridge/posix/endpoint.h"
#include "bridge/posix/folder_events.h"
#include "bridge/posix/wait.h"
#include "bridge/posix/wake_pipe.h"
#include "bridge/signal_pause.h"

namespace rx_outlook::bridge {
namespace {

// Shared by the watch and its thread, which may outlive the watch.
struct State {
  State(const Surroundings& from, std::function<void()> to_call)
      : folder(EndpointFolder(from), from.user),
        is_usable(ending.Open() && folder.events() >= 0),
        changed(std::move(to_call)),
        waiting{{ending.readable(), POLLIN, 0}, {folder.events(), POLLIN, 0}},
        pausing{{ending.readable(), POLLIN, 0}} {}

  FolderEvents folder;  // the thread's, once it has started
  WakePipe ending;
  const bool is_usable;  // false when the system has no descriptor left
  std::mutex mutex;
  std::function<void()> changed;  // guarded by mutex; empty at the end
  // The thread's. Made before it starts, so that the thread needs no memory.
  std::vector<pollfd> waiting;
  std::vector<pollfd> pausing;
};

void Tell(State& state) {
  const std::lock_guard lock(state.mutex);
  if (state.changed) state.changed();
}

void Run(State& state) {
  SignalPause pause;
  for (;;) {
    if (WaitFor(state.waiting, -1) <= 0) continue;
    if (state.waiting[0].revents != 0) return;
    if (state.folder.Read()) Tell(state);
    // Also after irrelevant events: each wake costs time.
    const auto length =
        pause.After(SignalPause::Clock::now(),
                    state.folder.is_shared() ? SignalPause::kLongest : SignalPause::kLongestOwn);
    WaitFor(state.pausing, static_cast<int>(length.count()));
  }
}

class FolderWatch final : public PlaceWatch {
 public:
  explicit FolderWatch(std::shared_ptr<State> state) : state_(std::move(state)) {}

  // Waits for a call under way, not for the thread.
  ~FolderWatch() override {
    {
      const std::lock_guard lock(state_->mutex);
      state_->changed = nullptr;
    }
    state_->ending.Wake();
  }

 private:
  const std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<PlaceWatch> WatchPlace(const Surroundings& from, std::function<void()> changed) {
  if (Reaching reaching; !IsUsablePlace(from.place, reaching)) return nullptr;
  auto state = std::make_shared<State>(from, std::move(changed));
  if (!state->is_usable || !state->folder.Watch()) return nullptr;
  auto watch = std::make_unique<FolderWatch>(state);
  try {
    StartThread([state] { Run(*state); });
  } catch (const std::system_error&) {
    return nullptr;
  }
  return watch;
}

}  // namespace rx_outlook::bridge

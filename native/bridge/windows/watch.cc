#include "bridge/watch.h"

#include <mutex>
#include <system_error>
#include <utility>

#include "base/thread.h"
#include "base/windows/handle.h"
#include "bridge/signal_pause.h"
#include "bridge/windows/place_mark.h"

namespace rx_outlook::bridge {
namespace {

constexpr DWORD kArmAgain = 1'000;

struct CloseKey {
  using pointer = HKEY;
  void operator()(HKEY key) const noexcept { RegCloseKey(key); }
};

// Shared by the watch and its thread, which may outlive the watch.
struct State {
  explicit State(std::function<void()> to_call) : callback(std::move(to_call)) {}

  const Handle changed{CreateEventW(nullptr, FALSE, FALSE, nullptr)};
  const Handle ending{CreateEventW(nullptr, TRUE, FALSE, nullptr)};
  std::unique_ptr<HKEY, CloseKey> key;  // the thread's, once it has started
  std::mutex mutex;
  std::function<void()> callback;  // guarded by mutex; empty at the end
};

bool OpenKey(State& state) noexcept {
  HKEY opened = nullptr;
  if (RegCreateKeyExW(HKEY_CURRENT_USER, kMarksKey, 0, nullptr, 0, KEY_NOTIFY, nullptr, &opened,
                      nullptr) != ERROR_SUCCESS) {
    return false;
  }
  state.key.reset(opened);
  return true;
}

// The next change sets the event. Thread-agnostic: the first call comes from the thread that makes
// the watch, before the waiting thread has begun.
bool Arm(State& state) noexcept {
  constexpr DWORD kWhat = REG_NOTIFY_CHANGE_LAST_SET | REG_NOTIFY_THREAD_AGNOSTIC;
  return RegNotifyChangeKeyValue(state.key.get(), FALSE, kWhat, state.changed.get(), TRUE) ==
         ERROR_SUCCESS;
}

bool IsEnding(const State& state, DWORD within) noexcept {
  return WaitForSingleObject(state.ending.get(), within) != WAIT_TIMEOUT;
}

// False when the watch ended before it succeeded.
bool ArmAgain(State& state) noexcept {
  // A deleted key never changes again: it must be opened anew.
  while (!Arm(state) && !(OpenKey(state) && Arm(state))) {
    if (IsEnding(state, kArmAgain)) return false;
  }
  return true;
}

void Tell(State& state) {
  const std::lock_guard lock(state.mutex);
  if (state.callback) state.callback();
}

void Run(State& state) {
  SignalPause pause;
  const HANDLE both[] = {state.ending.get(), state.changed.get()};
  while (WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0 + 1) {
    // Before the callback: a change during it is reported after it.
    if (!ArmAgain(state)) return;
    Tell(state);
    const auto length = pause.After(SignalPause::Clock::now(), SignalPause::kLongestOwn);
    if (IsEnding(state, static_cast<DWORD>(length.count()))) return;
  }
}

class RegistryWatch final : public PlaceWatch {
 public:
  explicit RegistryWatch(std::shared_ptr<State> state) : state_(std::move(state)) {}
  RegistryWatch(const RegistryWatch&) = delete;
  RegistryWatch& operator=(const RegistryWatch&) = delete;

  // Waits for a call under way, not for the thread.
  ~RegistryWatch() override {
    {
      const std::lock_guard lock(state_->mutex);
      state_->callback = nullptr;
    }
    SetEvent(state_->ending.get());
  }

 private:
  const std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<PlaceWatch> WatchPlace(const Surroundings&, std::function<void()> changed) {
  auto state = std::make_shared<State>(std::move(changed));
  if (!state->changed || !state->ending || !OpenKey(*state) || !Arm(*state)) return nullptr;
  auto watch = std::make_unique<RegistryWatch>(state);
  try {
    StartThread([state] { Run(*state); });
  } catch (const std::system_error&) {
    return nullptr;
  }
  return watch;
}

}  // namespace rx_outlook::bridge

#include "bridge/watch.h"

#include <system_error>
#include <utility>

#include "abi/thread.h"
#include "bridge/windows/handle.h"
#include "bridge/windows/place_mark.h"

namespace rx_outlook::bridge {
namespace {

struct CloseKey {
  using pointer = HKEY;
  void operator()(HKEY key) const noexcept { RegCloseKey(key); }
};

// Owned by its thread, too.
struct Watching {
  std::unique_ptr<HKEY, CloseKey> key;
  Handle changed;
  Handle stop;
  Handle armed;  // or not, and then it has failed
  Handle ended;
  std::function<void()> callback;
  LSTATUS status = ERROR_SUCCESS;  // the thread's; read once it has armed

  bool Prepare();
  void Run() noexcept;

 private:
  [[nodiscard]] LSTATUS Arm() const noexcept {
    return RegNotifyChangeKeyValue(key.get(), FALSE, REG_NOTIFY_CHANGE_LAST_SET, changed.get(),
                                   TRUE);
  }
};

bool Watching::Prepare() {
  HKEY opened = nullptr;
  if (RegCreateKeyExW(HKEY_CURRENT_USER, kMarksKey, 0, nullptr, 0, KEY_NOTIFY, nullptr, &opened,
                      nullptr) != ERROR_SUCCESS) {
    return false;
  }
  key.reset(opened);
  changed = Handle(CreateEventW(nullptr, FALSE, FALSE, nullptr));
  for (Handle* const one : {&stop, &armed, &ended}) {
    *one = Handle(CreateEventW(nullptr, TRUE, FALSE, nullptr));
    if (!*one) return false;
  }
  return static_cast<bool>(changed);
}

void Watching::Run() noexcept {
  status = Arm();
  SetEvent(armed.get());
  const HANDLE both[] = {stop.get(), changed.get()};
  while (status == ERROR_SUCCESS &&
         WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0 + 1) {
    status = Arm();  // first: what changes while the callback runs is told after it
    callback();
  }
  callback = nullptr;
  SetEvent(ended.get());
}

class RegistryWatch final : public PlaceWatch {
 public:
  explicit RegistryWatch(std::shared_ptr<Watching> watching) : watching_(std::move(watching)) {}
  RegistryWatch(const RegistryWatch&) = delete;
  RegistryWatch& operator=(const RegistryWatch&) = delete;
  ~RegistryWatch() override {
    SetEvent(watching_->stop.get());
    WaitForSingleObject(watching_->ended.get(), INFINITE);
  }

 private:
  const std::shared_ptr<Watching> watching_;
};

}  // namespace

std::unique_ptr<PlaceWatch> WatchPlace(std::function<void()> changed) {
  auto watching = std::make_shared<Watching>();
  watching->callback = std::move(changed);
  if (!watching->Prepare()) return nullptr;
  try {
    // On the thread that waits: a notification is asked for by a thread, and ends with it.
    StartThread([watching] { watching->Run(); });
  } catch (const std::system_error&) {
    return nullptr;
  }
  // What changes from now on is told.
  WaitForSingleObject(watching->armed.get(), INFINITE);
  if (watching->status != ERROR_SUCCESS) return nullptr;
  return std::make_unique<RegistryWatch>(std::move(watching));
}

}  // namespace rx_outlook::bridge

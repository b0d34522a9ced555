#include "addin/serving.h"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

#include "addin/messages.h"
#include "addin/open_profile.h"
#include "base/thread.h"
#include "base/windows/handle.h"
#include "bridge/watch.h"
#include "core/dispatcher.h"
#include "server/server.h"

namespace rx_outlook::addin {

namespace {

Handle MakeEvent(BOOL stays) {
  Handle event(CreateEventW(nullptr, stays, FALSE, nullptr));
  if (event) return event;
  throw std::system_error(static_cast<int>(GetLastError()), std::system_category());
}

}  // namespace

struct Serving::State {
  State(std::string name, const Log& to_write) : product(std::move(name)), log(to_write) {}

  const std::string product;
  const Log log;
  const Handle ending = MakeEvent(TRUE);
  const Handle ended = MakeEvent(TRUE);
  const Handle place_changed = MakeEvent(FALSE);

  // ── on the server's thread ──
  void Run() noexcept;
  void Serve();
  std::unique_ptr<bridge::Server> Start();
};

namespace {

constexpr std::chrono::milliseconds kFirstPause{1'000};
constexpr std::chrono::milliseconds kLongestPause{60'000};
// Longer than Outlook waits for the add-in's end.
constexpr std::chrono::seconds kUnadviseLimit{10};

// Keeps the backend's thread until every registration has had its Unadvise.
class Hold {
 public:
  Hold() : dispatcher_(Dispatcher::Of(kOpenProfile)) {}
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() { dispatcher_->LetGo(std::chrono::steady_clock::now() + kUnadviseLimit); }

 private:
  const std::shared_ptr<Dispatcher> dispatcher_;
};

}  // namespace

// Returns null when the end is requested before a server can start.
std::unique_ptr<bridge::Server> Serving::State::Start() {
  std::unique_ptr<bridge::PlaceWatch> watch;
  std::string said;
  for (auto pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    bridge::Reaching reaching;
    auto server = bridge::Server::Start({}, kOpenProfile, {bridge::Host::kOutlook, product},
                                        bridge::Limits{}, reaching);
    if (server) return server;
    if (std::exchange(said, reaching.text) != said) log.Write({"cannot serve yet: ", said});
    if (!watch) watch = bridge::WatchPlace({}, [this] { SetEvent(place_changed.get()); });
    const HANDLE both[] = {ending.get(), place_changed.get()};
    const auto limit = static_cast<DWORD>(pause.count());
    if (WaitForMultipleObjects(2, both, FALSE, limit) == WAIT_OBJECT_0) return nullptr;
  }
}

void Serving::State::Serve() {
  const Hold hold;
  const auto server = Start();
  if (!server) return;
  log.Write({"serves as ", product});
  WaitForSingleObject(ending.get(), INFINITE);
  const auto counts = server->counts();
  log.Write({"ends, with ", std::to_string(counts.clients), " clients and ",
             std::to_string(counts.registrations), " registrations"});
}

void Serving::State::Run() noexcept {
  try {
    Serve();
    log.Write({"has ended"});
  } catch (const std::exception& error) {
    log.Write({"stops serving: ", error.what()});
  }
  SetEvent(ended.get());
}

Serving::Serving(std::wstring profile, std::string product, const Log& log)
    : state_(std::make_shared<State>(std::move(product), log)) {
  SetOpenProfile(std::move(profile));
  StartThread([state = state_] { state->Run(); });
}

void Serving::BeginEnd() noexcept { SetEvent(state_->ending.get()); }

bool Serving::AwaitEnd(std::chrono::milliseconds limit) noexcept {
  BeginEnd();
  return AwaitAndAnswerMessages(state_->ended.get(), limit);
}

}  // namespace rx_outlook::addin

// The transport over named pipes: a loop around one completion port.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>

#include "base/windows/text.h"
#include "bridge/windows/pipe_acceptor.h"
#include "bridge/windows/pipe_channel.h"

namespace rx_outlook::bridge {
namespace {

constexpr int kCompletionsAtOnce = 256;
constexpr std::chrono::milliseconds kLongestWait{60'000};
constexpr std::chrono::milliseconds kRetry{1'000};  // for an instance that could not be made

// Waits, and calls the handler for what has happened.
class PipeLoop final : public Loop {
 public:
  explicit PipeLoop(PipePlace place) noexcept : place_(std::move(place)) {}

  // Each false with the reason.
  bool Prepare(Reaching& reaching) { return streams_.port().Open(reaching); }
  bool Listen(Reaching& reaching) { return acceptor_.emplace(place_, streams_).Listen(reaching); }
  bool Connect(std::unique_ptr<Channel>& channel, Reaching& reaching);

  void Run(Handler& handler) noexcept override;
  void Wake() noexcept override { streams_.port().Wake(); }
  void Stop() noexcept override {
    stopping_ = true;
    Wake();
  }

 private:
  DWORD Timeout(Handler& handler) const noexcept;
  static void Serve(PipeStream& stream, Handler& handler) noexcept;
  static void Give(PipeStream& stream, Handler& handler) noexcept;

  const PipePlace place_;
  std::atomic<bool> stopping_{false};

  // The loop's thread.
  std::optional<PipeAcceptor> acceptor_;  // a server's only; ends after streams_, with the name
  PipeStreams streams_;
};

// Whether the stream has work that no completion will announce.
bool IsReady(const PipeStream& stream) noexcept {
  if (stream.channel == nullptr) return false;
  if (stream.HasRoom() || stream.wants_reading()) return true;
  return stream.ended() || (stream.unread_size() > 0 && (stream.wants_bytes || stream.is_cut()));
}

bool PipeLoop::Connect(std::unique_ptr<Channel>& channel, Reaching& reaching) {
  Handle pipe;
  if (!ConnectTo(place_, pipe, reaching)) return false;
  PipeStream* const stream = streams_.Add(std::move(pipe));
  if (stream == nullptr) {
    const DWORD error = GetLastError();
    reaching = {ReachedBy(error),
                "cannot use the connection to " + ToUtf8(place_.pipe) + ": " + ErrorText(error)};
    return false;
  }
  channel = std::make_unique<PipeChannel>(*stream, ULONG{0});
  return true;
}

DWORD PipeLoop::Timeout(Handler& handler) const noexcept {
  const auto is_ready = [](const auto& stream) { return IsReady(*stream); };
  if (std::any_of(streams_.begin(), streams_.end(), is_ready)) return 0;
  if (acceptor_ && acceptor_->arrived()) return 0;
  const auto longest = acceptor_ && acceptor_->lacks_instance() ? kRetry : kLongestWait;
  const Clock::time_point due = handler.Due();
  // Never without an end: the system may have refused a wake.
  if (due == Clock::time_point::max()) return static_cast<DWORD>(longest.count());
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
  return static_cast<DWORD>(std::clamp(left, std::chrono::milliseconds::zero(), longest).count());
}

void PipeLoop::Run(Handler& handler) noexcept {
  if (acceptor_) acceptor_->Begin();
  CompletionPort& port = streams_.port();
  while (!stopping_) {
    DWORD timeout = Timeout(handler);
    for (int i = 0; i < kCompletionsAtOnce && port.Take(timeout); ++i) timeout = 0;
    // Before the handler looks: a later Wake wakes again.
    if (port.TakeWake()) handler.OnWake();
    // No stream is added during this.
    for (const auto& stream : streams_) Serve(*stream, handler);
    if (acceptor_) acceptor_->Accept(handler);
    streams_.Reap();
    // Last: bytes that have arrived in time count as in time.
    if (handler.Due() <= Clock::now()) handler.OnTime();
  }
}

// The handler may end the connection in each call; then the stream has no channel any more.
void PipeLoop::Serve(PipeStream& stream, Handler& handler) noexcept {
  if (stream.channel != nullptr && stream.TakeRoom()) handler.OnWritable(*stream.channel);
  if (stream.channel == nullptr) return;
  stream.Read();
  if (stream.unread_size() > 0 && stream.wants_bytes) return Give(stream, handler);
  // With the other end gone, nobody reads the answers to unread requests.
  if (stream.ended() || (stream.unread_size() > 0 && stream.is_cut())) {
    handler.OnEnd(*stream.channel);
  }
}

void PipeLoop::Give(PipeStream& stream, Handler& handler) noexcept {
  std::size_t size = 0;
  std::uint8_t* const space = handler.Space(*stream.channel, size);
  size = std::min(size, stream.unread_size());
  if (size == 0) return;
  std::memcpy(space, stream.unread(), size);
  stream.Take(size);
  handler.OnBytes(*stream.channel, size);
}

std::unique_ptr<PipeLoop> NewLoop(const Surroundings& from, Reaching& reaching) {
  PipePlace place;
  if (!FindPipePlace(place, reaching, from.place)) return nullptr;
  auto loop = std::make_unique<PipeLoop>(std::move(place));
  if (!loop->Prepare(reaching)) return nullptr;
  return loop;
}

}  // namespace

std::unique_ptr<Loop> Listen(const Surroundings& from, Reaching& reaching) {
  auto loop = NewLoop(from, reaching);
  if (!loop || !loop->Listen(reaching)) return nullptr;
  reaching.reached = Reached::kYes;
  return loop;
}

std::string PlaceName(const Surroundings& from) {
  PipePlace place;
  Reaching reaching;
  return FindPipePlace(place, reaching, from.place) ? ToUtf8(place.pipe) : std::string();
}

std::unique_ptr<Loop> Connect(const Surroundings& from, std::unique_ptr<Channel>& channel,
                              Reaching& reaching) {
  auto loop = NewLoop(from, reaching);
  if (!loop || !loop->Connect(channel, reaching)) return nullptr;
  reaching.reached = Reached::kYes;
  return loop;
}

}  // namespace rx_outlook::bridge

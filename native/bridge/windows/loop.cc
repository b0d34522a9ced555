// The transport over named pipes: one completion port, which also wakes it.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <optional>
#include <vector>

#include "base/windows/text.h"
#include "bridge/windows/place_mark.h"
#include "bridge/windows/stream.h"

namespace rx_outlook::bridge {
namespace {

constexpr int kCompletionsAtOnce = 256;
constexpr std::chrono::milliseconds kLongestWait{60'000};
constexpr std::chrono::milliseconds kRetry{1'000};      // for an instance that was not to be had
constexpr DWORD kFailurePause = 20;                     // milliseconds
constexpr std::chrono::milliseconds kCancelLimit{500};  // for all that is under way at the end

class PipeChannel final : public Channel {
 public:
  PipeChannel(PipeStream& stream, ULONG process) noexcept : stream_(stream), process_(process) {
    stream_.channel = this;
  }
  PipeChannel(const PipeChannel&) = delete;
  PipeChannel& operator=(const PipeChannel&) = delete;
  ~PipeChannel() override { stream_.Close(); }

  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept override {
    return stream_.Write(bytes, size);
  }
  [[nodiscard]] std::uint32_t process() const noexcept override { return process_; }
  void WantBytes(bool wanted) noexcept override { stream_.wants_bytes = wanted; }

 private:
  PipeStream& stream_;
  const ULONG process_;
};

class PipeLoop final : public Loop {
 public:
  explicit PipeLoop(PipePlace place) noexcept : place_(std::move(place)) {}
  PipeLoop(const PipeLoop&) = delete;
  PipeLoop& operator=(const PipeLoop&) = delete;
  ~PipeLoop() override;

  // Each false with the reason.
  bool Prepare(Reaching& reaching);
  bool Listen(Reaching& reaching);
  bool Connect(std::unique_ptr<Channel>& channel, Reaching& reaching);

  void Run(Handler& handler) noexcept override;
  void Wake() noexcept override;
  void Stop() noexcept override {
    stopping_ = true;
    Wake();
  }

 private:
  PipeStream* Add(Handle pipe);
  PipeStream* AddInstance() noexcept;
  DWORD Timeout(Handler& handler) noexcept;
  bool TakeCompletion(DWORD timeout, bool& woken) noexcept;
  void Serve(PipeStream& stream, Handler& handler) noexcept;
  void Give(PipeStream& stream, Handler& handler) noexcept;
  void Accept(Handler& handler) noexcept;
  void HandOut(PipeStream& stream, Handler& handler) noexcept;
  void Reap() noexcept;

  const PipePlace place_;
  std::optional<PlaceMark> mark_;  // a server's; it ends when the pipe and its name are free
  Handle taken_;                   // a server's
  Handle port_;
  std::atomic<bool> woken_{false};
  std::atomic<bool> stopping_{false};

  // The loop's thread alone.
  std::vector<std::unique_ptr<PipeStream>> streams_;
  PipeStream* awaiting_ = nullptr;  // a server's next client's
  bool is_server_ = false;
};

// Whether there is something to be done on it now.
bool IsReady(const PipeStream& stream) noexcept {
  if (stream.channel == nullptr) return false;
  if (stream.HasRoom() || stream.wants_reading()) return true;
  return stream.ended() || (stream.unread_size() > 0 && (stream.wants_bytes || stream.is_cut()));
}

PipeLoop::~PipeLoop() {
  for (const auto& stream : streams_) stream->Close();
  Reap();
  const auto until = Clock::now() + kCancelLimit;
  auto left = kCancelLimit;
  for (bool woken = false; !streams_.empty() && left.count() > 0;) {
    if (!TakeCompletion(static_cast<DWORD>(left.count()), woken)) break;
    Reap();
    left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  }
  // What Windows has not given back is not ours to free.
  for (auto& stream : streams_) static_cast<void>(stream.release());
}

bool PipeLoop::Prepare(Reaching& reaching) {
  port_ = Handle(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1));
  if (port_) return true;
  const DWORD error = GetLastError();
  reaching = {ReachedBy(error), "cannot make a completion port: " + ErrorText(error)};
  return false;
}

bool PipeLoop::Listen(Reaching& reaching) {
  Handle pipe;
  if (!ListenAt(place_, taken_, pipe, reaching)) return false;
  awaiting_ = Add(std::move(pipe));
  if (awaiting_ == nullptr) {
    const DWORD error = GetLastError();
    reaching = {ReachedBy(error),
                "cannot listen at " + ToUtf8(place_.pipe) + ": " + ErrorText(error)};
    return false;
  }
  is_server_ = true;
  mark_.emplace(place_.own.session);
  return true;
}

bool PipeLoop::Connect(std::unique_ptr<Channel>& channel, Reaching& reaching) {
  Handle pipe;
  if (!ConnectTo(place_, pipe, reaching)) return false;
  PipeStream* const stream = Add(std::move(pipe));
  if (stream == nullptr) {
    const DWORD error = GetLastError();
    reaching = {ReachedBy(error),
                "cannot use the connection to " + ToUtf8(place_.pipe) + ": " + ErrorText(error)};
    return false;
  }
  channel = std::make_unique<PipeChannel>(*stream, ULONG{0});
  return true;
}

// Null when the system gives it no completions.
PipeStream* PipeLoop::Add(Handle pipe) {
  auto stream = std::make_unique<PipeStream>(std::move(pipe));
  if (!stream->Attach(port_.get())) return nullptr;
  return streams_.emplace_back(std::move(stream)).get();
}

PipeStream* PipeLoop::AddInstance() noexcept {
  try {
    Handle pipe = NewInstance(place_);
    PipeStream* const stream = pipe ? Add(std::move(pipe)) : nullptr;
    if (stream != nullptr) stream->Await();
    return stream;
  } catch (const std::bad_alloc&) {
    return nullptr;  // tried again
  }
}

void PipeLoop::Wake() noexcept {
  if (woken_.exchange(true)) return;
  // Refused for want of memory alone: then the next one wakes, or the longest wait ends.
  if (PostQueuedCompletionStatus(port_.get(), 0, 0, nullptr) == 0) woken_ = false;
}

DWORD PipeLoop::Timeout(Handler& handler) noexcept {
  const auto is_ready = [](const auto& stream) { return IsReady(*stream); };
  if (std::any_of(streams_.begin(), streams_.end(), is_ready)) return 0;
  auto longest = kLongestWait;
  if (is_server_) {
    if (awaiting_ == nullptr) longest = kRetry;
    if (awaiting_ != nullptr && !awaiting_->awaiting()) return 0;
  }
  const Clock::time_point due = handler.Due();
  // Also with nobody connected it looks again some time: a wake may have been refused.
  if (due == Clock::time_point::max()) return static_cast<DWORD>(longest.count());
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
  return static_cast<DWORD>(std::clamp(left, std::chrono::milliseconds::zero(), longest).count());
}

// Whether there was one.
bool PipeLoop::TakeCompletion(DWORD timeout, bool& woken) noexcept {
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  OVERLAPPED* what = nullptr;
  const BOOL succeeded = GetQueuedCompletionStatus(port_.get(), &bytes, &key, &what, timeout);
  if (what != nullptr) {
    PipeStream::Completed(what, succeeded != 0 ? ERROR_SUCCESS : GetLastError(), bytes);
  } else if (succeeded != 0) {
    woken = true;
  }
  const bool there_was = succeeded != 0 || what != nullptr;
  // Whatever the reason, it will be the same at once.
  if (!there_was && GetLastError() != WAIT_TIMEOUT) Sleep(kFailurePause);
  return there_was;
}

void PipeLoop::Run(Handler& handler) noexcept {
  if (awaiting_ != nullptr) awaiting_->Await();
  while (!stopping_) {
    bool woken = false;
    DWORD timeout = Timeout(handler);
    for (int i = 0; i < kCompletionsAtOnce && TakeCompletion(timeout, woken); ++i) timeout = 0;
    if (woken) {
      woken_ = false;  // before the handler looks: what comes after that wakes again
      handler.OnWake();
    }
    // None is added meanwhile.
    for (const auto& stream : streams_) Serve(*stream, handler);
    Accept(handler);
    Reap();
    // Afterwards: what has arrived in time is in time.
    if (handler.Due() <= Clock::now()) handler.OnTime();
  }
}

// A handler may end the connection in each call: then the stream has no channel any more.
void PipeLoop::Serve(PipeStream& stream, Handler& handler) noexcept {
  if (stream.channel != nullptr && stream.TakeRoom()) handler.OnWritable(*stream.channel);
  if (stream.channel == nullptr) return;
  stream.Read();
  if (stream.unread_size() > 0 && stream.wants_bytes) return Give(stream, handler);
  // Nobody is left to read the answer to what it had still asked.
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

void PipeLoop::Accept(Handler& handler) noexcept {
  if (!is_server_ || (awaiting_ != nullptr && awaiting_->awaiting())) return;
  // First the next one, so that there always is one.
  PipeStream* const arrived = std::exchange(awaiting_, AddInstance());
  if (arrived == nullptr) return;
  if (!arrived->connected()) return arrived->Close();
  HandOut(*arrived, handler);
}

void PipeLoop::HandOut(PipeStream& stream, Handler& handler) noexcept {
  try {
    if (!WhyClientDistrusted(place_, stream.pipe()).empty()) return stream.Close();
    ULONG process = 0;
    if (GetNamedPipeClientProcessId(stream.pipe(), &process) == 0) process = 0;
    handler.OnClient(std::make_unique<PipeChannel>(stream, process));
  } catch (const std::bad_alloc&) {
    stream.Close();  // this client is turned away, and the others go on
  }
}

void PipeLoop::Reap() noexcept {
  const auto is_over = [](const auto& stream) { return stream->is_closed() && !stream->busy(); };
  streams_.erase(std::remove_if(streams_.begin(), streams_.end(), is_over), streams_.end());
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

// The transport over Unix domain sockets: a loop around poll.
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <optional>
#include <vector>

#include "bridge/posix/acceptor.h"
#include "bridge/posix/reached.h"
#include "bridge/posix/unix_channel.h"
#include "bridge/posix/wait.h"
#include "bridge/posix/wake_pipe.h"

namespace rx_outlook::bridge {
namespace {

// Also of a descriptor that was closed by somebody who does not own it.
constexpr short kReadable = POLLIN | POLLHUP | POLLERR | POLLNVAL;

// Waits, and calls the handler for what has happened.
class UnixLoop final : public Loop {
 public:
  // False with errno set.
  bool Prepare() noexcept { return wake_.Open(); }

  // A server's only. False with the reason.
  bool TakePlace(const Surroundings& from, Reaching& reaching) {
    return acceptor_.emplace().Take(from, reaching);
  }

  void Run(Handler& handler) noexcept override;
  void Wake() noexcept override { wake_.Wake(); }
  void Stop() noexcept override {
    stopping_ = true;
    Wake();
  }
  [[nodiscard]] std::string TakeLost() noexcept override {
    return acceptor_ ? acceptor_->TakeLost() : std::string();
  }

  [[nodiscard]] UnixChannels& channels() noexcept { return channels_; }

 private:
  enum Own : std::size_t { kWake, kListener, kPlaceEvents };

  int Wait(Handler& handler) noexcept;
  [[nodiscard]] int Timeout(Handler& handler, Clock::time_point now) const noexcept;
  void ServeAll(Handler& handler, const Acceptor::OnConnection& on_connection) noexcept;
  void Serve(std::size_t index, Handler& handler) noexcept;
  void Read(UnixChannel& channel, Handler& handler) noexcept;

  WakePipe wake_;
  std::atomic<bool> stopping_{false};

  // The loop's thread only.
  UnixChannels channels_;
  std::optional<Acceptor> acceptor_;  // a server's only
};

void UnixLoop::Run(Handler& handler) noexcept {
  const Acceptor::OnConnection on_connection = [this, &handler](Descriptor connection) {
    handler.OnClient(std::make_unique<UnixChannel>(channels_, std::move(connection)));
  };
  while (!stopping_) {
    const int ready = Wait(handler);
    if (ready > 0 || (ready == 0 && channels_.any_cut())) ServeAll(handler, on_connection);
    const short happened = ready > 0 ? channels_.own_happened(kPlaceEvents) : short{0};
    if (acceptor_ && !acceptor_->LookAfterPlace(happened, on_connection)) stopping_ = true;
    // Last: bytes that have arrived in time count as in time.
    if (handler.Due() <= Clock::now()) handler.OnTime();
  }
}

int UnixLoop::Wait(Handler& handler) noexcept {
  const Clock::time_point now = Clock::now();
  // poll ignores -1.
  const int listener = acceptor_ ? acceptor_->listener(now) : -1;
  const int place_events = acceptor_ ? acceptor_->events() : -1;
  auto& polled = channels_.Collect(
      {{{wake_.readable(), POLLIN, 0}, {listener, POLLIN, 0}, {place_events, POLLIN, 0}}});
  return WaitFor(polled, Timeout(handler, now));
}

int UnixLoop::Timeout(Handler& handler, Clock::time_point now) const noexcept {
  if (channels_.any_cut()) return 0;
  Clock::time_point due = handler.Due();
  if (acceptor_) due = std::min(due, acceptor_->Due(now));
  if (due == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - now).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000));
}

void UnixLoop::ServeAll(Handler& handler, const Acceptor::OnConnection& on_connection) noexcept {
  if (channels_.own_happened(kWake) != 0) {
    wake_.Clear();  // before the handler looks: a later Wake wakes again
    handler.OnWake();
  }
  for (std::size_t i = 0; i < channels_.size(); ++i) Serve(i, handler);
  if (acceptor_ && channels_.own_happened(kListener) != 0) acceptor_->Accept(on_connection);
}

// The handler may end the channel in each call.
void UnixLoop::Serve(std::size_t index, Handler& handler) noexcept {
  const short happened = channels_.happened(index);
  UnixChannel* channel = channels_.channel(index);
  if (channel != nullptr && channel->is_cut() && (happened & POLLIN) == 0) {
    return handler.OnEnd(*channel);
  }
  if ((happened & POLLOUT) != 0 && channel != nullptr && channel->TakeFull()) {
    handler.OnWritable(*channel);
    channel = channels_.channel(index);
  }
  if ((happened & kReadable) == 0 || channel == nullptr) return;
  if ((channel->events() & POLLIN) != 0) return Read(*channel, handler);
  handler.OnEnd(*channel);  // the other end has gone: nobody reads the answers to its requests
}

void UnixLoop::Read(UnixChannel& channel, Handler& handler) noexcept {
  std::size_t size = 0;
  std::uint8_t* const space = handler.Space(channel, size);
  if (size == 0) return;
  const ssize_t read = recv(channel.descriptor(), space, size, 0);
  if (read > 0) return handler.OnBytes(channel, static_cast<std::size_t>(read));
  if (read < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  handler.OnEnd(channel);
}

std::unique_ptr<UnixLoop> NewLoop(Reaching& reaching) {
  auto loop = std::make_unique<UnixLoop>();
  if (loop->Prepare()) return loop;
  FailWithErrno(reaching, "cannot make a pipe");
  return nullptr;
}

}  // namespace

std::unique_ptr<Loop> Listen(const Surroundings& from, Reaching& reaching) {
  auto loop = NewLoop(reaching);
  if (!loop || !loop->TakePlace(from, reaching)) return nullptr;
  reaching.reached = Reached::kYes;
  return loop;
}

std::string PlaceName(const Surroundings& from) {
  Endpoint endpoint;
  Reaching reaching;
  OpenEndpoint(from, false, endpoint, reaching);
  return endpoint.socket;  // known although nothing may be there
}

std::unique_ptr<Loop> Connect(const Surroundings& from, std::unique_ptr<Channel>& channel,
                              Reaching& reaching) {
  Endpoint endpoint;
  Descriptor connection;
  if (!OpenEndpoint(from, false, endpoint, reaching) ||
      !ConnectTo(endpoint, connection, reaching)) {
    return nullptr;
  }
  auto loop = NewLoop(reaching);
  if (!loop) return nullptr;
  channel = std::make_unique<UnixChannel>(loop->channels(), std::move(connection));
  reaching.reached = Reached::kYes;
  return loop;
}

}  // namespace rx_outlook::bridge

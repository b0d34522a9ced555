// The transport over Unix domain sockets: poll, and a pipe that wakes it.
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <new>
#include <vector>

#include "bridge/posix/reached.h"
#include "bridge/posix/served_place.h"
#include "bridge/posix/sockets.h"
#include "bridge/posix/wait.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};

// Also of a descriptor that was closed by somebody who did not own it.
constexpr short kReadable = POLLIN | POLLHUP | POLLERR | POLLNVAL;

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0;
#endif

// How often a server looks after its place without being told that something has happened there: a
// folder above it may have been moved.
constexpr std::chrono::seconds kLook{60};
constexpr std::chrono::seconds kLookWithoutEvents{5};
constexpr std::chrono::seconds kRetry{1};

class UnixLoop;

class UnixChannel final : public Channel {
 public:
  UnixChannel(UnixLoop& loop, Descriptor connection);
  ~UnixChannel() override;

  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept override;
  std::size_t TryWrite(const std::uint8_t* bytes, std::size_t size) noexcept override {
    const ssize_t taken = send(descriptor(), bytes, size, kSendFlags);
    return taken < 0 ? 0 : static_cast<std::size_t>(taken);  // why not, the loop's thread finds out
  }
  [[nodiscard]] std::uint32_t process() const noexcept override {
    return PeerProcess(descriptor());
  }
  void WantBytes(bool wanted) noexcept override { wants_bytes_ = wanted; }

  [[nodiscard]] int descriptor() const noexcept { return connection_.get(); }
  [[nodiscard]] short events() const noexcept {
    return static_cast<short>((wants_bytes_ ? POLLIN : 0) | (is_full_ ? POLLOUT : 0));
  }
  // What was written to it is lost. The other side may have gone, and said why before; or it only
  // reads no more, which nothing but a write ever tells.
  [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }
  [[nodiscard]] bool TakeFull() noexcept { return std::exchange(is_full_, false); }

 private:
  UnixLoop& loop_;
  const Descriptor connection_;
  bool wants_bytes_ = true;
  bool is_full_ = false;
  bool is_cut_ = false;
};

class UnixLoop final : public Loop {
 public:
  // False, and errno set, when the system gives no pipe.
  bool Prepare() {
    polled_.reserve(kOwnPolled);
    wake_ = NewPipe();
    return static_cast<bool>(wake_.read);
  }

  // A server's alone. False with the reason.
  bool TakePlace(const Surroundings& from, Reaching& reaching) {
    place_ = std::make_unique<ServedPlace>();
    return place_->Take(from, reaching);
  }

  void Run(Handler& handler) noexcept override;
  void Wake() noexcept override;
  void Stop() noexcept override {
    stopping_ = true;
    Wake();
  }
  [[nodiscard]] std::string TakeLost() noexcept override { return std::move(lost_); }

  void Add(UnixChannel* channel) {
    polled_.reserve(kOwnPolled + channels_.size() + 1);  // so that waiting needs no memory
    channels_.push_back(channel);
  }
  void Remove(UnixChannel* channel) noexcept {
    // Its place stays until this round is over: it may be the one that is being served.
    std::replace(channels_.begin(), channels_.end(), channel, static_cast<UnixChannel*>(nullptr));
  }

 private:
  bool Accept(Handler& handler) noexcept;
  void LookAfterPlace(short happened, Handler& handler) noexcept;
  [[nodiscard]] Clock::time_point Due(Handler& handler) const noexcept;
  void Read(UnixChannel& channel, Handler& handler) noexcept;
  void ServeAll(Handler& handler) noexcept;
  void Serve(std::size_t index, short happened, Handler& handler) noexcept;
  int Wait(Handler& handler) noexcept;

  static constexpr std::size_t kOwnPolled = 3;  // the pipe, the listener, and the place's events

  Pipe wake_;
  std::atomic<bool> woken_{false};
  std::atomic<bool> stopping_{false};

  // The loop's thread alone.
  std::vector<UnixChannel*> channels_;
  std::vector<pollfd> polled_;
  bool any_cut_ = false;
  std::unique_ptr<ServedPlace> place_;  // a server's alone
  Clock::time_point accepting_from_ = Clock::time_point::min();
  Clock::time_point look_at_ = Clock::now();  // not min(): what is left until then must fit
  std::string lost_;
};

UnixChannel::UnixChannel(UnixLoop& loop, Descriptor connection)
    : loop_(loop), connection_(std::move(connection)) {
  loop_.Add(this);
}

UnixChannel::~UnixChannel() { loop_.Remove(this); }

std::size_t UnixChannel::Write(const std::uint8_t* bytes, std::size_t size) noexcept {
  std::size_t written = 0;
  while (written < size) {
    const ssize_t taken = send(descriptor(), bytes + written, size - written, kSendFlags);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) {
      const bool is_full = errno == EAGAIN || errno == EWOULDBLOCK;
      (is_full ? is_full_ : is_cut_) = true;
      break;
    }
    written += static_cast<std::size_t>(taken);
  }
  return written;
}

void UnixLoop::Wake() noexcept {
  if (woken_.exchange(true)) return;
  const char byte = 0;
  // A full pipe wakes just as well.
  while (write(wake_.write.get(), &byte, 1) < 0 && errno == EINTR) {
  }
}

int UnixLoop::Wait(Handler& handler) noexcept {
  polled_.clear();
  polled_.push_back({wake_.read.get(), POLLIN, 0});
  const bool accepting = accepting_from_ <= Clock::now();
  polled_.push_back({place_ && accepting ? place_->listener() : -1, POLLIN, 0});  // -1 is ignored
  polled_.push_back({place_ ? place_->events() : -1, POLLIN, 0});
  channels_.erase(std::remove(channels_.begin(), channels_.end(), nullptr), channels_.end());
  any_cut_ = false;
  for (const UnixChannel* const channel : channels_) {
    polled_.push_back({channel->descriptor(), channel->events(), 0});
    any_cut_ = any_cut_ || channel->is_cut();
  }
  int timeout = any_cut_ ? 0 : -1;
  Clock::time_point due = Due(handler);
  if (!accepting) due = std::min(due, accepting_from_);
  if (timeout != 0 && due != Clock::time_point::max()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
    timeout = static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000));
  }
  return WaitFor(polled_, timeout);
}

UnixLoop::Clock::time_point UnixLoop::Due(Handler& handler) const noexcept {
  return place_ ? std::min(handler.Due(), look_at_) : handler.Due();
}

void UnixLoop::Run(Handler& handler) noexcept {
  while (!stopping_) {
    const int ready = Wait(handler);
    if (ready > 0 || (ready == 0 && any_cut_)) ServeAll(handler);
    const short happened = ready > 0 ? polled_[2].revents : short{0};
    if (place_ && (happened != 0 || look_at_ <= Clock::now())) LookAfterPlace(happened, handler);
    // Afterwards: what has arrived in time is in time.
    if (handler.Due() <= Clock::now()) handler.OnTime();
  }
}

void UnixLoop::ServeAll(Handler& handler) noexcept {
  if (polled_[0].revents != 0) {
    char bytes[64];
    while (read(wake_.read.get(), bytes, sizeof(bytes)) == sizeof(bytes)) {
    }
    woken_ = false;  // before the handler looks: what comes after that wakes again
    handler.OnWake();
  }
  for (std::size_t i = kOwnPolled; i < polled_.size(); ++i) {
    Serve(i - kOwnPolled, polled_[i].revents, handler);
  }
  if (polled_[1].revents != 0) Accept(handler);
}

void UnixLoop::Serve(std::size_t index, short happened, Handler& handler) noexcept {
  UnixChannel* const cut = channels_[index];
  if (cut != nullptr && cut->is_cut() && (happened & POLLIN) == 0) return handler.OnEnd(*cut);
  if (happened == 0) return;
  if ((happened & POLLOUT) != 0 && channels_[index] != nullptr && channels_[index]->TakeFull()) {
    handler.OnWritable(*channels_[index]);
  }
  if ((happened & kReadable) == 0 || channels_[index] == nullptr) return;
  UnixChannel& channel = *channels_[index];
  if ((channel.events() & POLLIN) != 0) return Read(channel, handler);
  handler.OnEnd(channel);  // nobody is left to read the answer to what it had still asked
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

// Somebody may remove the folder or what is in it, as cleaners of temporary folders do.
void UnixLoop::LookAfterPlace(short happened, Handler& handler) noexcept {
  if ((happened & ~POLLIN) == 0) {
    place_->Hear();
  } else {
    place_->GiveUpEvents();  // the descriptor is broken: it would be announced at once, for ever
  }
  look_at_ = Clock::now() + (place_->events() < 0 ? kLookWithoutEvents : kLook);
  if (place_->IsInPlace()) return;
  while (Accept(handler)) {  // who has come to the listener that is given up now
  }
  look_at_ = Clock::now() + kRetry;
  try {
    Reaching reaching;
    if (place_->TakeBack(reaching) || reaching.reached == Reached::kLimit) return;
    lost_ = "the server has lost its place: " + reaching.text;
    stopping_ = true;
  } catch (const std::bad_alloc&) {
    return;  // tried again
  }
}

// False when nobody waits, or none can be taken now.
bool UnixLoop::Accept(Handler& handler) noexcept {
  Descriptor connection = bridge::Accept(place_->listener());
  if (!connection) {
    // Without a descriptor to give it, for one, the client stays, and would be announced again at
    // once. Not so one that has gone again, or was never there.
    const bool is_over = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ||
                         errno == ECONNABORTED || errno == EPROTO;
    if (!is_over) accepting_from_ = Clock::now() + kAcceptPause;
    return false;
  }
  if (!IsPeerOf(place_->endpoint().user, connection.get())) return true;
  try {
    handler.OnClient(std::make_unique<UnixChannel>(*this, std::move(connection)));
  } catch (const std::bad_alloc&) {
    return true;  // this client is turned away, and the others go on
  }
  return true;
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
  return endpoint.socket;  // also where there is none
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
  channel = std::make_unique<UnixChannel>(*loop, std::move(connection));
  reaching.reached = Reached::kYes;
  return loop;
}

}  // namespace rx_outlook::bridge

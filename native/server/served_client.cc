#include "server/served_client.h"

#include <new>
#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr std::size_t kIncoming = 8'192;  // bytes of requests that are read at once
constexpr int kRoundsAtOnce = 4;

static_assert(kIncoming >= kHeaderSize + kRequestLimit, "a request fits");

}  // namespace

ServedClient::ServedClient(const std::shared_ptr<const Surroundings>& from, const Backend& backend,
                           const Behind& behind, const Limits& limits, Loop& loop,
                           std::unique_ptr<Channel> channel,
                           const std::shared_ptr<Ledger::Account>& account)
    : loop_(loop),
      account_(account),
      queue_(std::make_shared<NotificationQueue>(*this, limits.queue.one)),
      channel_(std::move(channel)),
      incoming_(kRequestLimit, kIncoming),
      encoder_(*queue_, outbox_, listing_),
      allowance_(account->rate(), limits.silence, Clock::now()),
      requests_(from, backend, behind, queue_, account, outbox_, listing_) {}

ServedClient::~ServedClient() {
  queue_->Close();
  account_->Owe(0);  // nothing is written any more
}

void ServedClient::Wake() noexcept {
  woken_ = true;
  loop_.Wake();
}

void ServedClient::WakeForAnswer() noexcept {
  {
    const auto locked = Locked::Try(mutex_);
    if (locked && PumpOnce(*locked)) return;
  }
  Wake();
}

bool ServedClient::OnWake() {
  if (!woken_.exchange(false)) return true;
  const Locked locked(mutex_);
  if (is_lost_) return false;
  Pump(locked);
  return allowance_.reading() || Serve(locked);
}

bool ServedClient::OnWritable() { return Serve(Locked(mutex_)); }

bool ServedClient::OnBytes(std::size_t size) {
  const Locked locked(mutex_);
  if (incoming_.empty()) allowance_.FrameBegins(Clock::now());
  incoming_.Filled(size);
  return Serve(locked);
}

bool ServedClient::OnTime(Clock::time_point now) {
  if (now < due()) return true;
  const Locked locked(mutex_);
  return !allowance_.IsTooSilent(now, Owes()) && Serve(locked);
}

Allowance::Load ServedClient::LoadOf(const Locked& locked) const noexcept {
  return {requests_.pending(locked), outbox_.owed(locked) > 0, outbox_.full(locked),
          account_->is_too_much_owed()};
}

// Serves the requests that have arrived whole, as far as the allowance goes.
bool ServedClient::Serve(const Locked& locked) {
  if (is_lost_) return false;
  const Clock::time_point now = Clock::now();
  allowance_.Refill(now);
  for (bool served = true; served;) {
    Pump(locked);
    if (!ServeRequests(locked, now, served)) return false;
  }
  allowance_.Pause(now, LoadOf(locked), Owes());
  channel_->WantBytes(allowance_.reading());
  return true;
}

bool ServedClient::ServeRequests(const Locked& locked, Clock::time_point now, bool& served) {
  served = false;
  while (allowance_.MayAsk(LoadOf(locked))) {
    Frame frame{};
    const auto result = incoming_.Next(frame);
    if (result == FrameBuffer::Result::kIncomplete) return true;
    if (result == FrameBuffer::Result::kMalformed) return false;
    const auto request = DecodeRequest(frame);
    if (!request) return false;
    const bool is_greeting = !requests_.greeted();
    if (!requests_.Serve(locked, *request)) {
      if (is_greeting) Write(locked);  // the welcome that names another version
      return false;
    }
    allowance_.Served(now);
    served = true;
  }
  return true;
}

// Writes what waits, for a few rounds: a flood must not keep the other clients waiting.
void ServedClient::Pump(const Locked& locked) {
  for (int round = 0; Write(locked); ++round) {
    if (round == kRoundsAtOnce) return Wake();
    if (!encoder_.Fill(locked, requests_)) return outbox_.Rest(locked);
  }
}

// True when the client has taken everything.
bool ServedClient::Write(const Locked& locked) noexcept {
  const bool all = outbox_.Write(locked, *channel_);
  account_->Owe(outbox_.owed(locked));
  return all;
}

// The dispatcher's thread: writes an answer at once, since a caller waits for it. True when nothing
// is left, and the loop's thread need not be woken.
bool ServedClient::PumpOnce(const Locked& locked) noexcept {
  if (outbox_.owed(locked) > 0) return false;
  try {
    encoder_.Fill(locked, requests_);
    const bool all = outbox_.TryWrite(locked, *channel_);
    account_->Owe(outbox_.owed(locked));
    return all && !encoder_.Fill(locked, requests_) && allowance_.reading();
  } catch (const std::bad_alloc&) {
    is_lost_ = true;
    return false;
  }
}

}  // namespace rx_outlook::bridge

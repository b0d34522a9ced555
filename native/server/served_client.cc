#include "server/served_client.h"

#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr std::size_t kIncoming = 8192;  // bytes of requests that are read at once

// Requests whose answers have not come: past it the client waits, and with it all that it would
// pile up on the dispatcher thread.
constexpr std::size_t kPendingAtOnce = 256;

static_assert(kIncoming >= kHeaderSize + kRequestLimit, "a request fits");

std::string Refusal(Ledger::Item item, const Grant& grant) {
  const char* const what = item == Ledger::Item::kObject ? "objects" : "registrations";
  return "The bridge allows one process " + std::to_string(grant.one) + " " + what + ", " +
         std::to_string(grant.all) + " to all together, and no process more than are still free.";
}

}  // namespace

ServedClient::ServedClient(const std::shared_ptr<const Surroundings>& from, const Backend& backend,
                           const Behind& behind, const Limits& limits, Loop& loop,
                           std::unique_ptr<Channel> channel,
                           const std::shared_ptr<Ledger::Account>& account)
    : behind_(behind),
      limits_(limits),
      loop_(loop),
      account_(account),
      queue_(std::make_shared<NotificationQueue>(*this, limits.queue.one)),
      channel_(std::move(channel)),
      incoming_(kRequestLimit, kIncoming),
      session_(std::make_shared<Session>(backend, queue_, Ledger::Account::TurnOf(account))) {
  session_->SetSurroundings(from);
  SetDue(Clock::now());
}

ServedClient::~ServedClient() {
  queue_->Close();
  account_->Owe(0);  // nobody writes any more
  session_->BeginClose();
  // Not waited for: the server has a hold of its own on the dispatcher, which does it soon.
  session_->FinishClose(Clock::now());
}

void ServedClient::Wake() noexcept {
  woken_ = true;
  loop_.Wake();
}

bool ServedClient::OnWake() {
  if (!woken_.exchange(false)) return true;
  const std::lock_guard lock(mutex_);
  if (is_lost_) return false;
  Pump();
  return reading_ || Serve();
}

bool ServedClient::OnWritable() {
  const std::lock_guard lock(mutex_);
  return Serve();
}

bool ServedClient::OnBytes(std::size_t size) {
  if (incoming_.empty()) silent_since_ = Clock::now();
  incoming_.Filled(size);
  const std::lock_guard lock(mutex_);
  return Serve();
}

bool ServedClient::OnTime(Clock::time_point now) {
  if (now < due_) return true;
  const bool owes = !greeted_ || !incoming_.empty();
  const std::lock_guard lock(mutex_);
  if (reading_ && owes && now - silent_since_ >= limits_.silence) return false;
  return Serve();
}

// A client that asks too much at once, or does not read its answers, is not read; nor, once all
// are owed too much together, one that is owed anything.
bool ServedClient::MayAsk() const noexcept {
  if (account_->allowance().empty() || pending_.size() >= kPendingAtOnce) return false;
  return outbox_.owed() == 0 || (!outbox_.full() && !account_->is_too_much_owed());
}

// As many requests as are there whole and as are allowed.
bool ServedClient::Serve() {
  const Clock::time_point now = Clock::now();
  account_->allowance().Refill(now);
  for (bool took = true; took;) {
    Pump();
    took = false;
    while (MayAsk()) {
      Frame frame{};
      const auto result = incoming_.Next(frame);
      if (result == FrameBuffer::Result::kIncomplete) break;
      if (result == FrameBuffer::Result::kMalformed) return false;
      const auto request = DecodeRequest(frame);
      if (!request || !Handle(*request)) return false;
      silent_since_ = now;
      account_->allowance().Take();
      took = true;
    }
  }
  const bool read = MayAsk();
  if (read && !reading_) silent_since_ = now;  // it was we who kept it waiting
  reading_ = read;
  channel_->WantBytes(read);
  SetDue(now);
  return true;
}

void ServedClient::SetDue(Clock::time_point now) {
  due_ = Clock::time_point::max();
  if (account_->allowance().empty()) {
    due_ = now + std::chrono::milliseconds(10);
  } else if (reading_ && (!greeted_ || !incoming_.empty())) {
    due_ = silent_since_ + limits_.silence;
  }
}

bool ServedClient::Handle(const Request& request) {
  if (request.id == kNoRequest) return false;
  if (!greeted_) return request.type == FrameType::kHello && Greet(request);
  const RegistrationKey key{request.registration, kGeneration};
  switch (request.type) {
    case FrameType::kPing:
      AnswerAtOnce(request.id, S_OK);
      return true;
    case FrameType::kOpen:
      return Begin(request, request.object, objects_, Ledger::Item::kObject,
                   [&] { session_->Open(request.id, request.object, request.profile); });
    case FrameType::kAdvise:
      return Begin(request, request.registration, registrations_, Ledger::Item::kRegistration,
                   [&] { session_->Advise(request.id, request.object, key); });
    case FrameType::kProfiles:
      if (list_asked_ || outbox_.listing()) {
        AnswerAtOnce(request.id, ERR_BRIDGE_LIMIT,
                     "This connection is being told the profiles: ask again when it has them.");
        return true;
      }
      break;
    case FrameType::kUnadvise:
      if (registrations_.used.count(request.registration) == 0) {
        AnswerAtOnce(request.id, E_INVALIDARG);
        return true;
      }
      break;
    default:
      break;
  }
  if (!pending_.try_emplace(request.id, Pending{request.type, 0}).second) return false;
  switch (request.type) {
    case FrameType::kProfiles:
      list_asked_ = true;
      session_->ListProfiles(request.id);
      return true;
    case FrameType::kGetCapabilities:
      session_->GetCapabilities(request.id, request.object);
      return true;
    case FrameType::kGetCurrentState:
      session_->GetCurrentState(request.id, request.object);
      return true;
    case FrameType::kSetCurrentState:
      session_->SetCurrentState(request.id, kNoRequest, request.object, request.state);
      return true;
    case FrameType::kUnadvise:
      Forget(registrations_, request.registration, Ledger::Item::kRegistration);
      session_->Unadvise(request.id, key);
      return true;
    case FrameType::kClose:
      Forget(objects_, request.object, Ledger::Item::kObject);
      session_->CloseObject(request.id, request.object);
      return true;
    default:
      return false;  // a second hello
  }
}

bool ServedClient::Greet(const Request& request) {
  const bool understood = request.oldest <= kVersion && kVersion <= request.newest;
  greeted_ = true;
  Welcome welcome;
  welcome.id = request.id;
  welcome.version = understood ? kVersion : std::uint16_t{0};
  welcome.host = behind_.host;
  welcome.product = behind_.product;
  Encode(outbox_.bytes(), welcome);
  if (!understood) Write();
  return understood;
}

// Asks under a number that the client has chosen; false when that does not rise, or the request's
// is in use.
template <typename Ask>
bool ServedClient::Begin(const Request& request, std::uint32_t number, Numbers& numbers,
                         Ledger::Item item, Ask ask) {
  if (number <= std::exchange(numbers.last, number)) return false;
  if (pending_.count(request.id) != 0) return false;
  numbers.used.insert(number);
  if (!account_->Take(item)) {
    numbers.used.erase(number);
    AnswerAtOnce(request.id, ERR_BRIDGE_LIMIT, Refusal(item, account_->grant(item)));
    return true;
  }
  pending_.try_emplace(request.id, Pending{request.type, number});
  ask();
  return true;
}

void ServedClient::Forget(Numbers& numbers, std::uint32_t number, Ledger::Item item) noexcept {
  if (numbers.used.erase(number) != 0) account_->GiveBack(item);
}

void ServedClient::AnswerAtOnce(std::uint32_t id, HRESULT hr, std::string text) {
  Answer answer;
  answer.id = id;
  answer.hresult = hr;
  answer.text = std::move(text);
  Encode(outbox_.bytes(), answer);
}

}  // namespace rx_outlook::bridge

#include "bridge/server/served_client.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr int kRoundsAtOnce = 4;

constexpr std::size_t kIncoming = 8192;  // bytes of requests that are read at once

// Requests whose answers have not come: past it the client waits, and with it all that it would
// pile up on the dispatcher thread.
constexpr std::size_t kPendingAtOnce = 256;

// Of the registration's first and only use: its number is never used twice.
constexpr std::uint32_t kGeneration = 1;

// No client's: the mark that a session sets before SetCurrentState is of no use over there.
constexpr Session::RequestNumber kNoRequest = 0;

static_assert(kIncoming >= kHeaderSize + kRequestLimit, "a request fits");
static_assert(kMostMerged == kMergedLimit, "no event of ours is malformed");

// Only what its kind has: the rest of an event is 0.
Event ToEvent(const Record& record) noexcept {
  Event event;
  event.registration = record.slot;
  event.kind = static_cast<EventKind>(record.kind);
  switch (event.kind) {
    case EventKind::kNotification:
      event.phase = record.phase;
      event.previous = record.previous;
      event.current = record.current;
      event.merged = record.merged;
      event.timestamp = record.timestamp;
      event.detail = record.detail;
      break;
    case EventKind::kState:
      event.current = record.current;
      event.detail = record.detail;
      break;
    case EventKind::kReading:
      event.merged = record.merged;
      event.detail = record.detail;
      break;
    case EventKind::kFailure:
      event.hresult = record.hresult;
      event.detail = record.detail == static_cast<std::uint32_t>(Operation::kGetCurrentState)
                         ? kReadingFailed
                         : kObjectGone;
      break;
  }
  return event;
}

}  // namespace

ServedClient::ServedClient(const Backend& backend, const Behind& behind, const Limits& limits,
                           Loop& loop, std::unique_ptr<Channel> channel)
    : behind_(behind),
      limits_(limits),
      loop_(loop),
      queue_(std::make_shared<NotificationQueue>(*this, limits.queue)),
      channel_(std::move(channel)),
      incoming_(kRequestLimit, kIncoming),
      allowance_(static_cast<double>(limits.requests)),
      session_(std::make_shared<Session>(backend, queue_)) {
  SetDue(Clock::now());
}

ServedClient::~ServedClient() {
  queue_->Close();
  session_->BeginClose();
  // Not waited for: the server has a hold of its own on the dispatcher, which does it soon.
  session_->FinishClose(Clock::now());
}

void ServedClient::Wake() noexcept {
  woken_ = true;
  loop_.Wake();
}

void ServedClient::WakeForAnswer() noexcept {
  {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (lock && PumpOnce()) return;
  }
  Wake();
}

std::size_t ServedClient::registrations() const noexcept {
  const std::lock_guard lock(mutex_);
  return registrations_.used.size();
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

// A client that asks too much at once, or does not read its answers, is not read.
bool ServedClient::MayAsk() const noexcept {
  return allowance_ >= 1 && !outbox_.full() && pending_.size() < kPendingAtOnce;
}

// As many requests as are there whole and as are allowed.
bool ServedClient::Serve() {
  const Clock::time_point now = Clock::now();
  const std::chrono::duration<double> passed = now - allowed_at_;
  const auto most = static_cast<double>(limits_.requests);
  allowance_ = std::min(most, allowance_ + passed.count() * most);
  allowed_at_ = now;
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
      --allowance_;
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
  if (allowance_ < 1) {
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
      return Begin(request, request.object, objects_, limits_.objects,
                   [&] { session_->Open(request.id, request.object, request.profile); });
    case FrameType::kAdvise:
      return Begin(request, request.registration, registrations_, limits_.registrations,
                   [&] { session_->Advise(request.id, request.object, key); });
    case FrameType::kProfiles:
      if (list_asked_ || outbox_.listing()) {
        AnswerAtOnce(request.id, ERR_BRIDGE_LIMIT,
                     "The bridge tells one process of the profiles once at a time.");
        return true;
      }
      break;
    case FrameType::kUnadvise:
      if (registrations_.used.erase(request.registration) == 0) {
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
      session_->Unadvise(request.id, key);
      return true;
    case FrameType::kClose:
      objects_.used.erase(request.object);
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
  if (!understood) static_cast<void>(outbox_.Write(*channel_));
  return understood;
}

// Asks under a number that the client has chosen; false when that does not rise, or the request's
// is in use.
template <typename Ask>
bool ServedClient::Begin(const Request& request, std::uint32_t number, Numbers& numbers,
                         std::size_t limit, Ask ask) {
  if (number <= std::exchange(numbers.last, number)) return false;
  if (numbers.used.size() >= limit) {
    AnswerAtOnce(request.id, ERR_BRIDGE_LIMIT,
                 "The bridge allows " + std::to_string(limit) + " of them to one process.");
    return true;
  }
  if (!pending_.try_emplace(request.id, Pending{request.type, number}).second) return false;
  numbers.used.insert(number);
  ask();
  return true;
}

void ServedClient::AnswerAtOnce(std::uint32_t id, HRESULT hr, std::string text) {
  Answer answer;
  answer.id = id;
  answer.hresult = hr;
  answer.text = std::move(text);
  Encode(outbox_.bytes(), answer);
}

// What waits for this client, for a while: a flood must not keep the others from their turn.
void ServedClient::Pump() {
  for (int round = 0; outbox_.Write(*channel_); ++round) {
    if (round == kRoundsAtOnce) return Wake();
    if (!Fill()) return outbox_.Rest();
  }
}

// The same on the dispatcher's thread, as far as that goes at once. Whether nothing is left for the
// loop's: that would have to be woken, and an answer is what somebody waits for.
bool ServedClient::PumpOnce() noexcept {
  if (outbox_.owed() > 0) return false;
  try {
    Fill();
    return outbox_.TryWrite(*channel_) && !Fill() && reading_;
  } catch (const std::bad_alloc&) {
    is_lost_ = true;
    return false;
  }
}

// Encodes what waits, until the outbox is full. Whether there is something to be written.
bool ServedClient::Fill() {
  while (outbox_.EncodeNames() && !outbox_.full()) {
    if (next_ == count_) {
      next_ = 0;
      count_ = queue_->Drain(records_.data(), records_.size());
      if (count_ == 0) break;
    }
    EncodeRecords();
  }
  return outbox_.owed() > 0;
}

// Up to a list of names, whose frames come first.
void ServedClient::EncodeRecords() {
  while (next_ < count_ && !outbox_.listing()) {
    if (records_[next_].kind == RecordKind::kAnswer) {
      EncodeAnswer(records_[next_++]);
      continue;
    }
    EventsEncoder events(outbox_.bytes());
    for (; next_ < count_ && records_[next_].kind != RecordKind::kAnswer; ++next_) {
      const Record& record = records_[next_];
      if (registrations_.used.count(record.slot) != 0) events.Add(ToEvent(record));
    }
  }
}

void ServedClient::EncodeAnswer(const Record& record) {
  if (record.slot == kNoRequest) return;
  const auto found = pending_.find(record.slot);
  if (found != pending_.end()) {
    const auto [type, number] = found->second;
    pending_.erase(found);
    if (type == FrameType::kProfiles) {
      list_asked_ = false;
      if (SUCCEEDED(record.hresult)) {
        return outbox_.Begin(record.slot, session_->TakeProfiles(record.slot));
      }
    }
    if (type == FrameType::kOpen && FAILED(record.hresult)) objects_.used.erase(number);
    if (type == FrameType::kAdvise && FAILED(record.hresult)) {
      registrations_.used.erase(number);
      session_->Unsubscribe({number, kGeneration});
    }
  }
  Answer answer;
  answer.id = record.slot;
  answer.hresult = record.hresult;
  answer.value = record.detail;
  if (FAILED(record.hresult)) {
    Explanation why = session_->TakeExplanation(record.slot);
    answer.operation = std::move(why.operation);
    answer.text = std::move(why.text);
  }
  Encode(outbox_.bytes(), answer);
}

}  // namespace rx_outlook::bridge

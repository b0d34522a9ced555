#include "bridge/server/served_client.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace rx_outlook::bridge {
namespace {

constexpr std::size_t kRecordsAtOnce = 1024;
constexpr int kRoundsAtOnce = 8;

// Requests whose answers have not come: past it the client waits, and with it all that it would
// pile up on the dispatcher thread.
constexpr std::size_t kPendingAtOnce = 256;

// Of the registration's first and only use: its number is never used twice.
constexpr std::uint32_t kGeneration = 1;

// No client's: the mark that a session sets before SetCurrentState is of no use over there.
constexpr Session::RequestNumber kNoRequest = 0;

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

Bytes RoomToWrite() {
  Bytes room;
  room.reserve(kRecordsAtOnce * kEventSize + kFrameLimit);
  return room;
}

}  // namespace

ServedClient::ServedClient(const Backend& backend, const Behind& behind, const Limits& limits,
                           Loop& loop, std::unique_ptr<Channel> channel)
    : behind_(behind),
      limits_(limits),
      loop_(loop),
      queue_(std::make_shared<NotificationQueue>(*this, limits.queue)),
      channel_(std::move(channel)),
      allowance_(static_cast<double>(limits.requests)),
      outgoing_(RoomToWrite()),
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
  return allowance_ >= 1 && outgoing_.size() - sent_ < kFrameLimit &&
         pending_.size() < kPendingAtOnce;
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
  Encode(outgoing_, welcome);
  if (!understood) Flush();
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
  Encode(outgoing_, answer);
}

// What waits for this client, for a while: a flood must not keep the others from their turn.
void ServedClient::Pump() {
  for (int round = 0; Flush(); ++round) {
    if (round == kRoundsAtOnce) return Wake();
    std::array<Record, kRecordsAtOnce> records;
    const std::size_t count = queue_->Drain(records.data(), records.size());
    if (count == 0) return;
    EncodeRecords(records.data(), count);
  }
}

// The same on the dispatcher's thread, as far as that goes at once. Whether nothing is left for the
// loop's: that would have to be woken, and an answer is what somebody waits for.
bool ServedClient::PumpOnce() noexcept {
  if (sent_ < outgoing_.size()) return false;
  try {
    std::array<Record, kRecordsAtOnce> records;
    EncodeRecords(records.data(), queue_->Drain(records.data(), records.size()));
    sent_ = channel_->TryWrite(outgoing_.data(), outgoing_.size());
    if (sent_ < outgoing_.size()) return false;
    outgoing_.clear();
    sent_ = 0;
    const std::size_t more = queue_->Drain(records.data(), records.size());
    EncodeRecords(records.data(), more);
    return more == 0 && reading_;
  } catch (const std::bad_alloc&) {
    is_lost_ = true;
    return false;
  }
}

// Whether everything so far is on its way.
bool ServedClient::Flush() {
  sent_ += channel_->Write(outgoing_.data() + sent_, outgoing_.size() - sent_);
  if (sent_ < outgoing_.size()) return false;
  outgoing_.clear();
  sent_ = 0;
  return true;
}

void ServedClient::EncodeRecords(const Record* records, std::size_t count) {
  const Record* const end = records + count;
  while (records != end) {
    if (records->kind == RecordKind::kAnswer) {
      EncodeAnswer(*records++);
      continue;
    }
    EventsEncoder events(outgoing_);
    for (; records != end && records->kind != RecordKind::kAnswer && !events.full(); ++records) {
      if (registrations_.used.count(records->slot) != 0) events.Add(ToEvent(*records));
    }
  }
}

void ServedClient::EncodeAnswer(const Record& record) {
  if (record.slot == kNoRequest) return;
  const auto found = pending_.find(record.slot);
  if (found != pending_.end()) {
    const auto [type, number] = found->second;
    pending_.erase(found);
    if (type == FrameType::kProfiles && SUCCEEDED(record.hresult)) {
      return Encode(outgoing_, record.slot, session_->TakeProfiles(record.slot));
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
  Encode(outgoing_, answer);
}

}  // namespace rx_outlook::bridge

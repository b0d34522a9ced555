#include "backends/bridge/connection.h"

#include <new>
#include <system_error>
#include <utility>

#include "base/thread.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::seconds kEndLimit{1};

// Questions under way. A server that is owed the answers of Outlook to twice as many reads no more
// of this client, and then it would not read the ping that asks whether it is alive either.
constexpr std::size_t kLaterAtOnce = 128;

// What the end of the server means for the objects behind it.
constexpr HRESULT kDisconnected = static_cast<HRESULT>(0x80010108u);  // RPC_E_DISCONNECTED

HRESULT FailureOf(Reached reached) noexcept {
  switch (reached) {
    case Reached::kNobody:
      return ERR_OUTLOOK_NOT_RUNNING;
    case Reached::kBusy:
      return ERR_BRIDGE_NOT_ANSWERING;
    case Reached::kRefused:
      return ERR_BRIDGE_NOT_TRUSTED;
    case Reached::kLimit:
      return ERR_OUT_OF_RESOURCES;
    case Reached::kNoPlace:
      return ERR_BRIDGE_NO_PLACE;
    default:  // a reason that is not known is not one to start Outlook for
      return ERR_BRIDGE_FAILED;
  }
}

// The frame that a request's success comes in; its failure is always an answer.
FrameType SuccessOf(FrameType request) noexcept {
  switch (request) {
    case FrameType::kHello:
      return FrameType::kWelcome;
    case FrameType::kProfiles:
      return FrameType::kNames;
    default:
      return FrameType::kAnswer;
  }
}

std::string Sentence(Reached reached, const std::string& text) {
  return (reached == Reached::kRefused ? "The way to an Outlook is not trusted: "
                                       : "No way to an Outlook: ") +
         text + ".";
}

}  // namespace

Connection::Connection(std::unique_ptr<Loop> loop, std::unique_ptr<Channel> channel,
                       Patience patience)
    : loop_(std::move(loop)),
      channel_(std::move(channel)),
      patience_(patience),
      due_(Loop::Clock::now() + patience),
      doubt_at_(due_) {}

HRESULT Connection::Open(const Surroundings& from, std::shared_ptr<Connection>& connection,
                         Explanation& why, Patience patience) {
  connection.reset();
  Reaching reaching;
  std::unique_ptr<Loop> loop;
  std::unique_ptr<Channel> channel;  // leaves the loop at its end
  loop = Connect(from, channel, reaching);
  if (!loop) {
    why.text = Sentence(reaching.reached, reaching.text);
    return FailureOf(reaching.reached);
  }
  auto opened = std::make_shared<Connection>(std::move(loop), std::move(channel), patience);
  try {
    StartThread([opened] { Run(opened); });
  } catch (const std::system_error& error) {
    why.text = std::string("Cannot start a thread for the bridge: ") + error.what() + ".";
    return ERR_OUT_OF_RESOURCES;
  }
  try {
    const HRESULT hr = opened->Greet(why);
    if (FAILED(hr)) {
      opened->End();
    } else {
      connection = std::move(opened);
    }
    return hr;
  } catch (const std::bad_alloc&) {
    opened->End();
    throw;
  }
}

HRESULT Connection::Greet(Explanation& why) {
  Request hello;
  hello.type = FrameType::kHello;
  hello.oldest = hello.newest = kVersion;
  Answer answer;
  const HRESULT hr = Ask(hello, answer);
  why.text = std::move(answer.text);
  if (FAILED(hr)) return hr;
  const Welcome to = welcome();
  if (to.version == kVersion) return hr;
  why.text = "The bridge's server (" + to.product + ") speaks another version of it.";
  return ERR_BRIDGE_PROTOCOL;
}

void Connection::Run(const std::shared_ptr<Connection>& self) {
  self->loop_->Run(*self);
  self->Lose(ERR_OUTLOOK_NOT_RUNNING, "The connection to the bridge's server has ended.");
  {
    const std::lock_guard lock(self->mutex_);
    self->channel_.reset();
  }
  self->ReplyToAll();
  self->callbacks_.EndAll(self->EndOfObjects());
  const std::lock_guard lock(self->mutex_);
  self->ended_ = true;
  self->changed_.notify_all();
}

HRESULT Connection::EndOfObjects() const {
  const std::lock_guard lock(mutex_);
  return lost_ == ERR_OUTLOOK_NOT_RUNNING ? kDisconnected : lost_;
}

void Connection::End() noexcept {
  loop_->Stop();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kEndLimit, [this] { return ended_; });
}

void Connection::Lose(HRESULT reason, const char* text) noexcept {
  const std::lock_guard lock(mutex_);
  LoseLocked(reason, text);
}

void Connection::LoseLocked(HRESULT reason, const char* text) noexcept {
  if (FAILED(lost_)) return;
  lost_ = reason;
  lost_text_ = text;
  changed_.notify_all();
  loop_->Stop();
}

std::string Connection::LostTextLocked() const { return goodbye_.empty() ? lost_text_ : goodbye_; }

std::uint32_t Connection::NextRequestLocked() noexcept {
  if (++last_request_ == 0) ++last_request_;
  return last_request_;
}

// The number it has, or gets.
std::uint32_t Connection::SendLocked(Request request) {
  if (request.id == 0) request.id = NextRequestLocked();
  Bytes frame;
  Encode(frame, request);
  outgoing_.reserve(outgoing_.size() +
                    frame.size());  // whole or not at all: there may be no memory
  // At once, where that can be: the loop's thread would have to be woken for it.
  const bool at_once = outgoing_.empty() && channel_;
  const std::size_t taken = at_once ? channel_->TryWrite(frame.data(), frame.size()) : 0;
  if (taken < frame.size()) {
    outgoing_.insert(outgoing_.end(), frame.begin() + static_cast<std::ptrdiff_t>(taken),
                     frame.end());
    loop_->Wake();
  }
  return request.id;
}

HRESULT Connection::Ask(Request request, Answer& answer) {
  std::unique_lock lock(mutex_);
  if (SUCCEEDED(lost_)) {
    answered_ = false;
    names_.clear();
    awaited_type_ = request.type;
    awaited_ = SendLocked(std::move(request));
    changed_.wait(lock, [this] { return answered_ || FAILED(lost_); });
    awaited_ = 0;
    if (answered_) {
      answer = std::move(answer_);
      return answer.hresult;
    }
  }
  answer.text = LostTextLocked();
  return lost_;
}

HRESULT Connection::AskNames(std::vector<std::u16string>& names, Answer& answer) {
  Request request;
  request.type = FrameType::kProfiles;
  const HRESULT hr = Ask(request, answer);
  const std::lock_guard lock(mutex_);
  if (SUCCEEDED(hr)) names = std::move(names_);
  return hr;
}

void Connection::AskLater(Request request, Reply reply) {
  std::unique_lock lock(mutex_);
  if (FAILED(lost_)) {
    const HRESULT lost = lost_;
    lock.unlock();
    return reply(lost, 0);
  }
  if (later_.size() < kLaterAtOnce && unsent_.empty()) return SendLaterLocked(request, reply);
  unsent_.emplace_back(std::move(request), std::move(reply));
}

// Where there is no memory, nothing is sent, and the reply is still the caller's.
void Connection::SendLaterLocked(Request& request, Reply& reply) {
  request.id = NextRequestLocked();
  const auto place = later_.try_emplace(request.id).first;
  try {
    SendLocked(request);
  } catch (const std::bad_alloc&) {
    later_.erase(place);
    throw;
  }
  place->second = std::move(reply);  // needs no memory
}

// The loop's thread.
void Connection::SendNext() {
  const std::lock_guard lock(mutex_);
  while (SUCCEEDED(lost_) && !unsent_.empty() && later_.size() < kLaterAtOnce) {
    SendLaterLocked(unsent_.front().first, unsent_.front().second);
    unsent_.pop_front();
  }
}

// The loop's thread, once the connection is lost: nothing is added any more.
void Connection::ReplyToAll() {
  std::map<std::uint32_t, Reply> due;
  std::deque<std::pair<Request, Reply>> never_sent;
  HRESULT lost = S_OK;
  {
    const std::lock_guard lock(mutex_);
    due.swap(later_);
    never_sent.swap(unsent_);
    lost = lost_;
  }
  for (const auto& [id, reply] : due) reply(lost, 0);
  for (const auto& [request, reply] : never_sent) reply(lost, 0);
}

void Connection::Tell(Request request) {
  const std::lock_guard lock(mutex_);
  if (SUCCEEDED(lost_)) SendLocked(std::move(request));
}

bool Connection::lost() const {
  const std::lock_guard lock(mutex_);
  return FAILED(lost_);
}

Welcome Connection::welcome() const {
  const std::lock_guard lock(mutex_);
  return welcome_;
}

void Connection::OnBytes(Channel&, std::size_t size) noexcept {
  due_ = Loop::Clock::now() + patience_;
  pinged_ = false;
  incoming_.Filled(size);
  try {
    if (!TakeAll()) Lose(ERR_BRIDGE_PROTOCOL, "What came over the bridge is not of its protocol.");
  } catch (const std::bad_alloc&) {
    Lose(E_OUTOFMEMORY, "There is no memory for what came over the bridge.");
  }
}

void Connection::OnEnd(Channel&) noexcept {
  Lose(ERR_OUTLOOK_NOT_RUNNING, "The bridge's server has ended the connection.");
}

// False when something is malformed, or answers what was not asked.
bool Connection::TakeAll() {
  for (;;) {
    Frame frame{};
    const auto result = incoming_.Next(frame);
    if (result == FrameBuffer::Result::kIncomplete) return true;
    if (result == FrameBuffer::Result::kMalformed || !Take(frame)) return false;
  }
}

bool Connection::Take(const Frame& frame) {
  if (frame.type == FrameType::kEvents) return TakeEvents(frame);
  if (frame.type == FrameType::kAnswer) {
    auto answer = DecodeAnswer(frame);
    return answer && IsAnswer(*answer) && TakeAnswer(std::move(*answer));
  }
  Answer done;
  {
    const std::lock_guard lock(mutex_);
    // Who sends names unasked would fill this process's memory with them.
    if (awaited_ == 0 || frame.type != SuccessOf(awaited_type_)) return false;
    done.id = awaited_;
    if (frame.type == FrameType::kWelcome) {
      auto welcome = DecodeWelcome(frame);
      if (!welcome || welcome->id != awaited_) return false;
      welcome_ = std::move(*welcome);
    } else {
      auto names = DecodeNames(frame);
      if (!names || names->id != awaited_) return false;
      if (names->names.size() > kNamesLimit - names_.size()) return false;
      names_.insert(names_.end(), names->names.begin(), names->names.end());
      if (!names->last) return true;
    }
  }
  return TakeAnswer(std::move(done));
}

// Not a success without what was asked for.
bool Connection::IsAnswer(const Answer& answer) const {
  const std::lock_guard lock(mutex_);
  return FAILED(answer.hresult) || answer.id == 0 || answer.id != awaited_ ||
         SuccessOf(awaited_type_) == FrameType::kAnswer;
}

bool Connection::TakeAnswer(Answer answer) {
  const HRESULT hr = answer.hresult;
  const ULONG value = answer.value;
  std::map<std::uint32_t, Reply>::node_type later;
  bool awaited = false;
  {
    const std::lock_guard lock(mutex_);
    if (answer.id == 0) {  // why the server ends the connection
      if (SUCCEEDED(hr)) return false;
      goodbye_ = std::move(answer.text);
      LoseLocked(hr, "");
      return true;
    }
    if (probe_ != 0 && answer.id == probe_ && IsProbeEarlyLocked()) {
      LoseLocked(ERR_BRIDGE_PROTOCOL,
                 "The bridge's server has answered a later question, and not an earlier one.");
      return true;
    }
    later = later_.extract(answer.id);
    awaited = answer.id == awaited_;
    if (awaited) {
      answer_ = std::move(answer);
      answered_ = true;
    }
  }
  // Now that the mutex is free: who waits is quick to come, and would only wait for it.
  if (awaited) changed_.notify_all();
  if (later) {
    later.mapped()(hr, value);
    SendNext();
  }
  return true;  // also to a ping, and to what was told
}

bool Connection::TakeEvents(const Frame& frame) {
  const auto count = CountEvents(frame);
  if (!count) return false;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto event = DecodeEvent(frame, i);
    if (!event) return false;
    callbacks_.Deliver(*event);
  }
  return true;
}

void Connection::Send() noexcept {
  const std::lock_guard lock(mutex_);
  sent_ += channel_->Write(outgoing_.data() + sent_, outgoing_.size() - sent_);
  if (sent_ < outgoing_.size()) return;  // OnWritable goes on
  outgoing_.clear();
  sent_ = 0;
}

}  // namespace rx_outlook::bridge

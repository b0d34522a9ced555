#include "backends/bridge/connection.h"

#include <system_error>
#include <utility>

#include "abi/thread.h"

namespace rx_outlook::bridge {
namespace {

// Without a sign of life for so long, the server is asked for one; without one for as long again,
// it is taken for lost.
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::seconds kEndLimit{1};

// What a lost connection means for the objects behind it.
constexpr HRESULT kDisconnected = static_cast<HRESULT>(0x80010108u);  // RPC_E_DISCONNECTED

std::string Sentence(Reached reached, const std::string& text) {
  return (reached == Reached::kRefused ? "The way to an Outlook is not trusted: "
                                       : "No way to an Outlook: ") +
         text + ".";
}

}  // namespace

Connection::Connection(std::unique_ptr<Loop> loop, std::unique_ptr<Channel> channel)
    : loop_(std::move(loop)), channel_(std::move(channel)) {}

HRESULT Connection::Open(std::shared_ptr<Connection>& connection, Explanation& why) {
  connection.reset();
  Reaching reaching;
  std::unique_ptr<Channel> channel;
  auto loop = Connect(channel, reaching);
  if (!loop) {
    why.text = Sentence(reaching.reached, reaching.text);
    return reaching.reached == Reached::kRefused ? ERR_BRIDGE_NOT_TRUSTED : ERR_OUTLOOK_NOT_RUNNING;
  }
  auto opened = std::make_shared<Connection>(std::move(loop), std::move(channel));
  try {
    StartThread([opened] { Run(opened); });
  } catch (const std::system_error& error) {
    why.text = std::string("No thread is to be had for the bridge: ") + error.what() + ".";
    return E_OUTOFMEMORY;
  }
  Request hello;
  hello.type = FrameType::kHello;
  hello.oldest = hello.newest = kVersion;
  Answer answer;
  HRESULT hr = opened->Ask(hello, answer);
  const Welcome welcome = opened->welcome();
  if (SUCCEEDED(hr) && welcome.version != kVersion) {
    hr = ERR_BRIDGE_PROTOCOL;
    answer.text = "The bridge's server (" + welcome.product + ") speaks another version of it.";
  }
  if (FAILED(hr)) {
    opened->End();
    why.text = answer.text;
    return hr;
  }
  connection = std::move(opened);
  return S_OK;
}

void Connection::Run(const std::shared_ptr<Connection>& self) {
  self->loop_->Run(*self);
  {
    const std::lock_guard lock(self->mutex_);
    self->LoseLocked(ERR_OUTLOOK_NOT_RUNNING, "The connection to the bridge's server has ended.");
  }
  self->channel_.reset();
  self->callbacks_.EndAll(kDisconnected);
  const std::lock_guard lock(self->mutex_);
  self->ended_ = true;
  self->changed_.notify_all();
}

void Connection::End() noexcept {
  loop_->Stop();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kEndLimit, [this] { return ended_; });
}

void Connection::LoseLocked(HRESULT reason, const char* text) noexcept {
  if (FAILED(lost_)) return;
  lost_ = reason;
  lost_text_ = text;
  changed_.notify_all();
  loop_->Stop();
}

std::uint32_t Connection::TakeRequestLocked() noexcept {
  if (++last_request_ == 0) ++last_request_;
  return last_request_;
}

HRESULT Connection::Ask(Request request, Answer& answer) {
  std::unique_lock lock(mutex_);
  if (FAILED(lost_)) {
    answer.text = lost_text_;
    return lost_;
  }
  request.id = awaited_ = TakeRequestLocked();
  answered_ = false;
  names_.clear();
  Encode(outgoing_, request);
  loop_->Wake();
  return Await(lock, answer);
}

HRESULT Connection::Await(std::unique_lock<std::mutex>& lock, Answer& answer) {
  const auto is_over = [this] { return answered_ || FAILED(lost_); };
  for (bool pinged = false;;) {
    const std::uint64_t heard = heard_;
    if (changed_.wait_for(lock, kPatience, is_over)) break;
    if (heard_ != heard) {
      pinged = false;
    } else if (pinged) {
      LoseLocked(ERR_BRIDGE_NOT_ANSWERING, "The bridge's server gives no sign of life.");
    } else {
      // Its own thread answers this, also while Outlook is busy with what was asked for.
      Request ping;
      ping.type = FrameType::kPing;
      ping.id = TakeRequestLocked();
      Encode(outgoing_, ping);
      loop_->Wake();
      pinged = true;
    }
  }
  awaited_ = 0;
  if (!answered_) {
    answer.text = lost_text_;
    return lost_;
  }
  answer = std::move(answer_);
  return answer.hresult;
}

HRESULT Connection::AskNames(std::vector<std::u16string>& names, Answer& answer) {
  Request request;
  request.type = FrameType::kProfiles;
  const HRESULT hr = Ask(request, answer);
  const std::lock_guard lock(mutex_);
  if (SUCCEEDED(hr)) names = std::move(names_);
  return hr;
}

void Connection::Tell(Request request) {
  const std::lock_guard lock(mutex_);
  if (FAILED(lost_)) return;
  request.id = TakeRequestLocked();
  Encode(outgoing_, request);
  loop_->Wake();
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
  incoming_.Filled(size);
  for (;;) {
    Frame frame{};
    const auto result = incoming_.Next(frame);
    if (result == FrameBuffer::Result::kIncomplete) return;
    if (result == FrameBuffer::Result::kMalformed || !Take(frame)) {
      const std::lock_guard lock(mutex_);
      return LoseLocked(ERR_BRIDGE_PROTOCOL, "What came over the bridge is not of its protocol.");
    }
  }
}

void Connection::OnEnd(Channel&) noexcept {
  const std::lock_guard lock(mutex_);
  LoseLocked(ERR_OUTLOOK_NOT_RUNNING, "The bridge's server has ended the connection.");
}

// False when it is malformed, or answers what was not asked.
bool Connection::Take(const Frame& frame) {
  if (frame.type == FrameType::kEvents) return TakeEvents(frame);
  const std::lock_guard lock(mutex_);
  ++heard_;
  if (frame.type == FrameType::kAnswer) {
    auto answer = DecodeAnswer(frame);
    if (!answer) return false;
    if (answer->id != awaited_) return true;  // to a ping, or to what was told
    answer_ = std::move(*answer);
  } else if (frame.type == FrameType::kWelcome) {
    auto welcome = DecodeWelcome(frame);
    if (!welcome || welcome->id != awaited_) return false;
    welcome_ = std::move(*welcome);
    answer_ = {};
  } else {
    auto names = DecodeNames(frame);
    if (!names || names->id != awaited_) return false;
    names_.insert(names_.end(), names->names.begin(), names->names.end());
    if (!names->last) return true;
    answer_ = {};
  }
  answered_ = true;
  changed_.notify_all();
  return true;
}

bool Connection::TakeEvents(const Frame& frame) {
  const auto count = CountEvents(frame);
  if (!count) return false;
  {
    const std::lock_guard lock(mutex_);
    ++heard_;
  }
  for (std::size_t i = 0; i < *count; ++i) {
    const auto event = DecodeEvent(frame, i);
    if (!event) return false;
    callbacks_.Deliver(*event);
  }
  return true;
}

void Connection::Send() noexcept {
  for (;;) {
    sent_ += channel_->Write(sending_.data() + sent_, sending_.size() - sent_);
    if (sent_ < sending_.size()) return;  // OnWritable goes on
    sending_.clear();
    sent_ = 0;
    const std::lock_guard lock(mutex_);
    if (outgoing_.empty()) return;
    sending_.swap(outgoing_);
  }
}

}  // namespace rx_outlook::bridge

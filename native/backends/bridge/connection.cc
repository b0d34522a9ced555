#include "backends/bridge/connection.h"

#include <new>
#include <system_error>
#include <utility>

#include "backends/bridge/reach_failure.h"
#include "base/thread.h"
#include "seam/hresult.h"

namespace rx_outlook::bridge {
namespace {

constexpr std::chrono::seconds kEndLimit{1};

}  // namespace

Connection::Connection(std::unique_ptr<Loop> loop, std::unique_ptr<Channel> channel,
                       Patience patience)
    : loop_(std::move(loop)),
      channel_(std::move(channel)),
      liveness_(Liveness::Clock::now(), patience),
      calls_([this](const Locked& locked, const Request& request) { Send(locked, request); }) {}

HRESULT Connection::Open(const Surroundings& from, std::shared_ptr<Connection>& connection,
                         Explanation& why, Patience patience) {
  connection.reset();
  Reaching reaching;
  std::unique_ptr<Loop> loop;
  std::unique_ptr<Channel> channel;  // destroyed before the loop, also when a throw leaves here
  loop = Connect(from, channel, reaching);
  if (!loop) return FailureOf(reaching, why);
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
  hello.oldest = kOldestVersion;
  hello.newest = kVersion;
  Calls::Waiter waiter;
  const HRESULT hr = Wait(std::move(hello), waiter);
  why.text = std::move(waiter.answer.text);
  if (FAILED(hr)) return hr;
  welcome_ = std::move(waiter.welcome);
  if (kOldestVersion <= welcome_.version && welcome_.version <= kVersion) return hr;
  why.text = "The bridge's server (" + welcome_.product + ") speaks another version of it.";
  return ERR_BRIDGE_PROTOCOL;
}

void Connection::Run(const std::shared_ptr<Connection>& self) {
  self->loop_->Run(*self);
  self->Lose(ERR_OUTLOOK_NOT_RUNNING, "The connection to the bridge's server has ended.");
  self->Abandon();
  self->callbacks_.EndAll(self->EndOfObjects());
  const std::lock_guard lock(self->mutex_);
  self->ended_ = true;
  self->changed_.notify_all();
}

// The loop's thread. The replies are destroyed in here: End waits for that, too.
void Connection::Abandon() {
  Calls::Abandoned abandoned;
  HRESULT reason = S_OK;
  {
    const Locked locked(mutex_);
    channel_.reset();
    abandoned = calls_.Abandon(locked);  // a lost connection takes no new calls
    reason = loss_.reason;
  }
  abandoned.ReplyToAll(reason);
}

HRESULT Connection::EndOfObjects() const {
  const std::lock_guard lock(mutex_);
  return loss_.reason == ERR_OUTLOOK_NOT_RUNNING ? kDisconnectedObject : loss_.reason;
}

void Connection::End() noexcept {
  loop_->Stop();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kEndLimit, [this] { return ended_; });
}

bool Connection::lost() const {
  const std::lock_guard lock(mutex_);
  return FAILED(loss_.reason);
}

void Connection::Lose(HRESULT reason, const char* text) noexcept {
  Lose(Locked(mutex_), reason, text);
}

// Only the first reason counts.
void Connection::Lose(const Locked&, HRESULT reason, const char* text) noexcept {
  if (FAILED(loss_.reason)) return;
  loss_.reason = reason;
  loss_.text = text;
  changed_.notify_all();
  loop_->Stop();
}

HRESULT Connection::Wait(Request request, Calls::Waiter& waiter) {
  Locked locked(mutex_);
  if (SUCCEEDED(loss_.reason)) {
    const std::uint32_t id = calls_.Wait(locked, std::move(request), waiter);
    changed_.wait(locked.lock(), [&] { return waiter.answered || FAILED(loss_.reason); });
    if (waiter.answered) return waiter.answer.hresult;
    calls_.Withdraw(locked, id);
  }
  waiter.answer.text = loss_.Text();
  return loss_.reason;
}

HRESULT Connection::Ask(Request request, Answer& answer) {
  Calls::Waiter waiter;
  const HRESULT hr = Wait(std::move(request), waiter);
  answer = std::move(waiter.answer);
  return hr;
}

template <typename List>
HRESULT Connection::AskList(Request request, List Calls::Waiter::* part, List& list,
                            Answer& answer) {
  Calls::Waiter waiter;
  const HRESULT hr = Wait(std::move(request), waiter);
  answer = std::move(waiter.answer);
  if (SUCCEEDED(hr)) list = std::move(waiter.*part);
  return hr;
}

HRESULT Connection::AskNames(std::vector<std::u16string>& names, Answer& answer) {
  Request request;
  request.type = FrameType::kProfiles;
  return AskList(std::move(request), &Calls::Waiter::names, names, answer);
}

HRESULT Connection::AskAccounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                                Answer& answer) {
  Request request;
  request.type = FrameType::kAccounts;
  request.profile = profile;
  return AskList(std::move(request), &Calls::Waiter::accounts, accounts, answer);
}

void Connection::AskLater(Request request, Reply reply) {
  HRESULT lost = S_OK;
  {
    const Locked locked(mutex_);
    lost = loss_.reason;
    if (SUCCEEDED(lost)) calls_.Later(locked, std::move(request), reply);
  }
  if (FAILED(lost)) reply(lost, 0);
}

void Connection::Tell(Request request) {
  const Locked locked(mutex_);
  if (SUCCEEDED(loss_.reason)) calls_.Tell(locked, std::move(request));
}

// Writes at once if nothing waits: waking the loop's thread takes longer.
void Connection::Send(const Locked& locked, const Request& request) {
  const bool at_once = outbox_.owed(locked) == 0 && channel_;
  outbox_.Append(locked, request);
  if (!at_once || !outbox_.TryWrite(locked, *channel_)) loop_->Wake();
}

// The loop's thread. OnWritable follows if bytes are left over.
void Connection::Write() noexcept {
  const Locked locked(mutex_);
  outbox_.Write(locked, *channel_);
}

void Connection::OnTime() noexcept {
  try {
    const Locked locked(mutex_);
    if (SUCCEEDED(loss_.reason)) Look(locked, Liveness::Clock::now());
  } catch (const std::bad_alloc&) {
    Lose(E_OUTOFMEMORY, "There is no memory to ask the bridge's server for a sign of life.");
  }
}

void Connection::Look(const Locked& locked, Liveness::Clock::time_point now) {
  const OldestCall oldest = calls_.oldest(locked);
  switch (liveness_.LookAtOldest(now, oldest)) {
    case Liveness::Doubt::kNone:
      break;
    case Liveness::Doubt::kProbe: {
      Request probe;
      probe.type = FrameType::kGetCurrentState;
      liveness_.Probed(calls_.Tell(locked, std::move(probe)));
      break;
    }
    case Liveness::Doubt::kLost:
      return Lose(locked, ERR_BRIDGE_NOT_ANSWERING,
                  "The bridge's server does not answer hello or ping.");
  }
  switch (liveness_.Look(now, oldest.id != 0 || !callbacks_.empty())) {
    case Liveness::Sign::kNone:
      break;
    case Liveness::Sign::kPing: {
      Request ping;
      ping.type = FrameType::kPing;
      calls_.Tell(locked, std::move(ping));
      break;
    }
    case Liveness::Sign::kLost:
      return Lose(locked, ERR_BRIDGE_NOT_ANSWERING, "The bridge's server gives no sign of life.");
  }
}

}  // namespace rx_outlook::bridge

// A client's connection to the bridge's server.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "backends/bridge/callbacks.h"
#include "backends/bridge/calls.h"
#include "backends/bridge/liveness.h"
#include "bridge/frame.h"
#include "bridge/outbox.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

// Owns the channel and the loop's thread, and keeps the order of requests and frames. Calls, Outbox
// and Loss are under mutex_; Liveness belongs to the loop's thread; Callbacks has a mutex of its
// own. Replies and callbacks run on the loop's thread, without a mutex.
class Connection final : public Loop::Handler {
 public:
  using Patience = Liveness::Patience;
  using Reply = Calls::Reply;

  // Dispatcher thread: connects to the user's server and greets it, or explains the failure. A
  // server that is silent for `patience` gets a ping; after the same time again it is lost.
  static HRESULT Open(const Surroundings& from, std::shared_ptr<Connection>& connection,
                      Explanation& why, Patience patience = std::chrono::seconds(5));

  Connection(std::unique_ptr<Loop> loop, std::unique_ptr<Channel> channel, Patience patience);

  // Dispatcher thread: ends the connection; waits for the loop's thread, at most 1 s.
  void End() noexcept;

  // Dispatcher thread. They send the request under a new number and wait for its answer, until the
  // loop's thread finds the server lost. The failure is the answer's or the connection's.
  HRESULT Ask(Request request, Answer& answer);
  HRESULT AskNames(std::vector<std::u16string>& names, Answer& answer);
  HRESULT AskAccounts(const std::u16string& profile, std::vector<AccountInfo>& accounts,
                      Answer& answer);

  // Any thread; returns at once. The loop's thread calls `reply`, in the order of the answers, or
  // with the reason when the connection is lost. If it is lost already, this thread calls `reply`.
  void AskLater(Request request, Reply reply);

  // Any thread; returns at once, and the answer is ignored.
  void Tell(Request request);

  // Dispatcher thread: a new number for an object or a registration.
  std::uint32_t TakeNumber() noexcept { return ++last_number_; }

  [[nodiscard]] Callbacks& callbacks() noexcept { return callbacks_; }

  // Any thread; takes mutex_.
  [[nodiscard]] bool lost() const;

  // Any thread after Open has returned; never changes after that.
  [[nodiscard]] const Welcome& welcome() const noexcept { return welcome_; }
  [[nodiscard]] bool has_accounts() const noexcept { return welcome_.version >= kAccountsVersion; }

  // Loop::Handler, on its thread.
  void OnClient(std::unique_ptr<Channel>) noexcept override {}
  std::uint8_t* Space(Channel&, std::size_t& size) noexcept override {
    return incoming_.Space(size);
  }
  void OnBytes(Channel& channel, std::size_t size) noexcept override;
  void OnWritable(Channel&) noexcept override { Write(); }
  void OnEnd(Channel& channel) noexcept override;
  void OnWake() noexcept override { Write(); }
  Loop::Clock::time_point Due() noexcept override { return liveness_.Due(); }
  void OnTime() noexcept override;

 private:
  // Why the connection is lost.
  struct Loss {
    HRESULT reason = S_OK;  // S_OK: it is not
    const char* text = "";
    std::string goodbye;  // the server's own text, instead of ours
    [[nodiscard]] std::string Text() const { return goodbye.empty() ? text : goodbye; }
  };

  static void Run(const std::shared_ptr<Connection>& self);
  HRESULT Greet(Explanation& why);
  HRESULT Wait(Request request, Calls::Waiter& waiter);
  template <typename List>
  HRESULT AskList(Request request, List Calls::Waiter::* part, List& list, Answer& answer);
  void Send(const Locked& locked, const Request& request);
  void Write() noexcept;

  void Lose(const Locked&, HRESULT reason, const char* text) noexcept;
  void Lose(HRESULT reason, const char* text) noexcept;
  void Abandon();
  [[nodiscard]] HRESULT EndOfObjects() const;
  void Look(const Locked& locked, Liveness::Clock::time_point now);

  bool TakeFrames();
  bool Take(const Frame& frame);
  bool TakeWelcome(std::optional<Welcome> welcome);
  bool TakeAnswer(std::optional<Answer> answer);
  bool TakeEvents(const Frame& frame);
  template <typename Message>
  bool Complete(std::optional<Message> message);

  const std::unique_ptr<Loop> loop_;
  // Null after the end; guarded by mutex_. Stands here because it must be destroyed before loop_,
  // also when a later member cannot be made.
  std::unique_ptr<Channel> channel_;
  Callbacks callbacks_;
  std::uint32_t last_number_ = 0;  // dispatcher thread
  Welcome welcome_;                // dispatcher thread, until Open returns

  // The loop's thread.
  FrameBuffer incoming_;
  Liveness liveness_;
  bool has_marks_ = false;  // whether the welcome's version has events of kAccounts

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  Outbox outbox_;
  Calls calls_;
  Loss loss_;
  bool ended_ = false;
};

}  // namespace rx_outlook::bridge

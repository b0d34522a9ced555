// A client's connection to the bridge's server, with a thread of its own that reads it.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "backends/bridge/callbacks.h"
#include "bridge/frame.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

class Connection final : public Loop::Handler {
 public:
  using Patience = std::chrono::milliseconds;

  // Dispatcher thread: connects to the user's server and greets it, or says why that cannot be.
  // `patience`: without a sign of life for so long, the server is asked for one; without one for as
  // long again, it is taken for lost.
  static HRESULT Open(const Surroundings& from, std::shared_ptr<Connection>& connection,
                      Explanation& why, Patience patience = std::chrono::seconds(5));

  Connection(std::unique_ptr<Loop> loop, std::unique_ptr<Channel> channel, Patience patience);

  // Dispatcher thread: ends the connection; waits for its thread, 1 s at the most.
  void End() noexcept;

  // Dispatcher thread. Sends the request under a number of its own and waits for its answer, for as
  // long as the server gives a sign of life: the loop's thread sees to that. A failure may be the
  // answer's, or the connection's.
  HRESULT Ask(Request request, Answer& answer);
  HRESULT AskNames(std::vector<std::u16string>& names, Answer& answer);
  // Any thread. Without waiting: the loop's thread calls `reply`, in the order of the answers, or
  // with the reason for which the connection is lost; this one does if it is by now.
  using Reply = IAnswersLater::Reply;
  void AskLater(Request request, Reply reply);
  // Any thread. Without waiting, and without an interest in the answer.
  void Tell(Request request);

  // For objects and registrations. Dispatcher thread.
  std::uint32_t TakeNumber() noexcept { return ++last_number_; }

  [[nodiscard]] Callbacks& callbacks() noexcept { return callbacks_; }

  // Any thread; take mutex_.
  [[nodiscard]] bool lost() const;
  [[nodiscard]] Welcome welcome() const;

  // Loop::Handler, on its thread.
  void OnClient(std::unique_ptr<Channel>) noexcept override {}
  std::uint8_t* Space(Channel&, std::size_t& size) noexcept override {
    return incoming_.Space(size);
  }
  void OnBytes(Channel& channel, std::size_t size) noexcept override;
  void OnWritable(Channel&) noexcept override { Send(); }
  void OnEnd(Channel& channel) noexcept override;
  void OnWake() noexcept override { Send(); }
  Loop::Clock::time_point Due() noexcept override;
  void OnTime() noexcept override;

 private:
  [[nodiscard]] HRESULT EndOfObjects() const;
  [[nodiscard]] bool IsOfUse() const;
  void AskForLife(Loop::Clock::time_point now);
  void Doubt(Loop::Clock::time_point now);
  [[nodiscard]] std::uint32_t OldestLocked() const noexcept;
  [[nodiscard]] bool IsProbeEarlyLocked() noexcept;
  static void Run(const std::shared_ptr<Connection>& self);
  std::uint32_t NextRequestLocked() noexcept;
  std::uint32_t SendLocked(Request request);
  void Lose(HRESULT reason, const char* text) noexcept;
  void LoseLocked(HRESULT reason, const char* text) noexcept;
  // The first thing asked.
  HRESULT Greet(Explanation& why);
  [[nodiscard]] std::string LostTextLocked() const;
  bool TakeAll();
  bool Take(const Frame& frame);
  [[nodiscard]] bool IsAnswer(const Answer& answer) const;
  bool TakeAnswer(Answer answer);
  void SendLaterLocked(Request& request, Reply& reply);
  void SendNext();
  void ReplyToAll();
  bool TakeEvents(const Frame& frame);
  void Send() noexcept;

  const std::unique_ptr<Loop> loop_;
  // Leaves the loop at its end, also when what follows cannot be made. Guarded by mutex_; null once
  // the connection has ended.
  std::unique_ptr<Channel> channel_;
  const Patience patience_;
  Callbacks callbacks_;
  std::uint32_t last_number_ = 0;  // the dispatcher thread's

  // The loop thread's.
  FrameBuffer incoming_;
  Loop::Clock::time_point due_;  // for a sign of life
  bool pinged_ = false;
  Loop::Clock::time_point doubt_at_;  // when it is looked at again what is not answered
  std::uint32_t doubted_ = 0;         // the oldest of that, at the last look

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  Bytes outgoing_;        // what a write has not taken at once
  std::size_t sent_ = 0;  // of that
  std::uint32_t last_request_ = 0;
  std::uint32_t awaited_ = 0;  // the request whose answer is waited for
  FrameType awaited_type_{};
  bool answered_ = false;
  std::uint32_t probe_ = 0;  // asked to see whether its answer comes before those that are due
  Answer answer_;
  std::map<std::uint32_t, Reply> later_;  // in the order of asking, but for numbers that wrap
  std::deque<std::pair<Request, Reply>> unsent_;  // behind those
  std::vector<std::u16string> names_;
  Welcome welcome_;
  HRESULT lost_ = S_OK;         // or why it is
  const char* lost_text_ = "";  // ours, unless
  std::string goodbye_;         // the server has said it
  bool ended_ = false;
};

}  // namespace rx_outlook::bridge

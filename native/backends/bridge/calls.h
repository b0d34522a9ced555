// The calls of a connection: their numbers, and their completion when the answers come.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backends/bridge/liveness.h"
#include "base/locked.h"
#include "bridge/frame.h"
#include "seam/seam.h"

namespace rx_outlook::bridge {

// One map from a call's number to its completion: a thread that waits, or a reply to be called. Any
// thread, under the connection's mutex; no reply is called or destroyed in here.
class Calls {
 public:
  using Reply = IAnswersLater::Reply;

  // Replies under way at once. With twice as many unanswered requests a server stops reading this
  // client, pings included.
  static constexpr std::size_t kRepliesAtOnce = 128;

  // The result for a waiting thread, which keeps it until the answer has come or it calls Withdraw.
  struct Waiter {
    Answer answer;
    Welcome welcome;                    // of kHello
    std::vector<std::u16string> names;  // of kProfiles
    std::vector<AccountInfo> accounts;  // of kAccounts
    bool answered = false;
  };

  // A completed call. Its reply is to be called without the mutex.
  struct Completed {
    bool by_waiter = false;  // a thread waits: wake it
    Reply reply;             // may be empty
    HRESULT hr = S_OK;
    ULONG value = 0;
  };

  // Sends one frame, or throws for lack of memory and sends nothing.
  using Send = std::function<void(const Locked&, const Request&)>;

  explicit Calls(Send send) : send_(std::move(send)) {}

  // Each sends the request under a new number and returns the number. They throw for lack of
  // memory; then nothing was sent, and Later leaves `reply` with the caller.
  std::uint32_t Wait(const Locked& locked, Request request, Waiter& waiter);
  std::uint32_t Tell(const Locked& locked, Request request);  // the answer is of no interest

  // Sends the request, or keeps it until fewer replies are under way.
  void Later(const Locked& locked, Request request, Reply& reply);
  // Sends the kept requests, as far as the bound allows.
  void SendKept(const Locked& locked);

  // The waiter is about to end.
  void Withdraw(const Locked&, std::uint32_t id) noexcept { under_way_.erase(id); }

  // Take a frame of the server. Null when such a frame cannot answer the call. An answer to an
  // unknown number completes nothing: it is for a request that was only told.
  std::optional<Completed> Take(const Locked&, Answer answer);
  std::optional<Completed> Take(const Locked&, Welcome welcome);
  std::optional<Completed> Take(const Locked&, Names names);
  std::optional<Completed> Take(const Locked&, Accounts accounts);

  [[nodiscard]] OldestCall oldest(const Locked&) const noexcept;

  // Moves all calls out, in their order, when the connection is lost. Needs no memory.
  struct Abandoned;
  [[nodiscard]] Abandoned Abandon(const Locked&) noexcept;

 private:
  struct Call {
    FrameType type{};
    Waiter* waiter = nullptr;
    Reply reply;
  };
  struct Kept {
    Request request;
    Reply reply;
  };
  using UnderWay = std::map<std::uint32_t, Call>;

  std::uint32_t Number(Request& request) noexcept;
  std::uint32_t Begin(const Locked& locked, Request& request, Waiter* waiter, Reply& reply);
  // The thread that waits for a list of this type. Null when none does.
  Waiter* FindWaiter(std::uint32_t id, FrameType type) noexcept;
  Completed Complete(UnderWay::iterator call, Answer answer) noexcept;

  const Send send_;
  std::uint32_t last_number_ = 0;
  UnderWay under_way_;       // in the order of asking, except after the numbers have wrapped
  std::size_t replies_ = 0;  // calls of under_way_ without a waiter
  std::list<Kept> kept_;
};

struct Calls::Abandoned {
  void ReplyToAll(HRESULT reason) const;

  UnderWay under_way;
  std::list<Kept> kept;
};

}  // namespace rx_outlook::bridge

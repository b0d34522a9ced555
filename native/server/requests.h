// The requests of one client.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/session.h"
#include "server/ledger.h"
#include "server/record_encoder.h"
#include "server/server.h"

namespace rx_outlook::bridge {

// Turns each request into a call of the session, and each answer of the session into a frame.
// Serve: the loop's thread; Answer: that or the dispatcher's; both under the client's mutex.
class Requests final : public RecordEncoder::Client {
 public:
  Requests(const std::shared_ptr<const Surroundings>& from, const Backend& backend,
           const Behind& behind, const std::shared_ptr<NotificationQueue>& queue,
           std::shared_ptr<Ledger::Account> account, Outbox& outbox, Listing& listing);
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;
  // Closes the session without waiting: the server has a hold on the dispatcher, which soon undoes
  // all that the client had.
  ~Requests();

  // False when the client may not stay: the request breaks the protocol or greets in another
  // version.
  [[nodiscard]] bool Serve(const Locked& locked, const Request& request);

  [[nodiscard]] bool greeted() const noexcept { return greeted_; }

  // Requests without an answer.
  [[nodiscard]] std::size_t pending(const Locked&) const noexcept { return pending_.size(); }

  [[nodiscard]] bool IsRegistered(std::uint32_t registration) const noexcept override {
    return registrations_.used.count(registration) != 0;
  }
  void Answer(const Locked& locked, const Record& record) override;

 private:
  struct Pending {
    FrameType type;
    std::uint32_t number;  // of a request that opens or advises
  };

  // The client's numbers for its objects or registrations. A number is used once: so an answer that
  // is still to come is never about a newer use.
  struct Numbers {
    std::unordered_set<std::uint32_t> used;
    std::uint32_t last = 0;
  };

  // The session's mark before SetCurrentState: no client uses the number, and none needs the mark.
  static constexpr Session::RequestNumber kNoRequest = 0;
  // The first use of a registration's number is the only one.
  static constexpr std::uint32_t kGeneration = 1;

  bool Greet(const Locked& locked, const Request& request);
  bool ServeAtOnce(const Locked& locked, const Request& request);
  bool Ask(const Request& request);
  template <typename Call>
  bool Begin(const Locked& locked, const Request& request, std::uint32_t number, Numbers& numbers,
             Ledger::Item item, Call call);
  void UndoBegin(FrameType type, std::uint32_t number);
  void Forget(Numbers& numbers, std::uint32_t number, Ledger::Item item) noexcept;
  void AnswerAtOnce(const Locked& locked, std::uint32_t id, HRESULT hr, std::string text = {});

  const Behind& behind_;
  const std::shared_ptr<Ledger::Account> account_;
  Outbox& outbox_;
  Listing& listing_;
  bool greeted_ = false;       // the loop's thread
  std::uint16_t version_ = 0;  // the welcome's; the loop's thread
  bool list_asked_ = false;
  std::unordered_map<std::uint32_t, Pending> pending_;
  Numbers objects_;
  Numbers registrations_;

  // Last: it must be closed, and a throw before it leaves nothing to undo.
  const std::shared_ptr<Session> session_;
};

}  // namespace rx_outlook::bridge

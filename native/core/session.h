// What one environment holds on one backend: its registrations and its open objects.
#pragma once

#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/answers.h"
#include "core/dispatcher.h"
#include "core/notification_queue.h"
#include "core/open_objects.h"
#include "core/registration.h"
#include "core/subscriptions.h"

namespace rx_outlook {

// Keeps the order of what is asked for, and its lifetime; Subscriptions, OpenObjects and Answers do
// the rest. The public methods are the environment's, called on its JavaScript thread: they post a
// task to the dispatcher and return. known_, deferred_, has_posted_ and surroundings_ belong to
// that thread, so they have no lock.
class Session final : public StateReader, public std::enable_shared_from_this<Session> {
 public:
  using RequestNumber = rx_outlook::RequestNumber;
  using ObjectNumber = rx_outlook::ObjectNumber;

  // `turn` is the session's turn on the dispatcher thread. Sessions may share one; it is kept until
  // all that the session has there is undone.
  Session(const Backend& backend, std::shared_ptr<NotificationQueue> queue,
          std::shared_ptr<Dispatcher::Turn> turn = std::make_shared<Dispatcher::Turn>());

  // From now on everything is asked for from these surroundings.
  void SetSurroundings(std::shared_ptr<const Surroundings> surroundings) noexcept {
    surroundings_ = std::move(surroundings);
  }

  // Open, GetCapabilities, Advise, GetCurrentState; a record of the queue reports the outcome.
  // Waits for Flush, so that a thousand at once cost one wake. Of the profile itself where
  // `account` is empty; only then there is a list to listen to. `poll_interval` and `look_limit`:
  // Target's.
  void Subscribe(RegistrationKey key, std::u16string profile, std::u16string account = {},
                 Listens listens = Listens::kToState, std::uint32_t poll_interval = 0,
                 std::uint32_t look_limit = 0);
  // Unadvise, once for each Subscribe, also after one that failed or is still under way. Waits for
  // Flush. Needs no memory.
  void Unsubscribe(RegistrationKey key);
  // Begins what waits for it. Every other request does so, too: the order is kept.
  void Flush() noexcept {
    has_posted_ = has_posted_ || !deferred_.empty();
    dispatcher_->Post(turn_, deferred_);
  }

  // The registration of a subscription, for the message of a time limit that has passed. Null once
  // it has ended.
  [[nodiscard]] const Registration* Find(RegistrationKey key) const;

  // Each request is answered by one kAnswer record with its number, also where the dispatcher
  // thread finds no memory. Where this thread finds none, the method throws and has asked nothing.
  void Open(RequestNumber request, ObjectNumber number, std::u16string profile,
            std::u16string account = {});
  void GetCapabilities(RequestNumber request, ObjectNumber number);
  void GetCurrentState(RequestNumber request, ObjectNumber number);
  // `mark`, unless it is 0, is answered just before the call: it separates what was notified before
  // the call from what came after.
  void SetCurrentState(RequestNumber request, RequestNumber mark, ObjectNumber number, ULONG state);
  void CloseObject(RequestNumber request, ObjectNumber number);
  // Advise alone, on an object that is open, for clients that make each call themselves.
  // Unsubscribe ends it, too.
  void Advise(RequestNumber request, ObjectNumber number, RegistrationKey key,
              Listens listens = Listens::kToState);
  // Unsubscribe, answered as Subscriptions::End does.
  void Unadvise(RequestNumber request, RegistrationKey key);
  void ListProfiles(RequestNumber request);
  // The answer's value is Explanation::way.
  void ListAccounts(RequestNumber request, std::u16string profile);
  // Answered as Opener::Available does.
  void Available(RequestNumber request);
  // Answered when everything asked for before has been done.
  void Settle(RequestNumber request);

  // Takes what the answer to a request has no room for, once that answer is there: the names
  // listed, or what the backend says about a failure.
  [[nodiscard]] ProfileNames TakeProfiles(RequestNumber request);  // never null
  [[nodiscard]] AccountList TakeAccounts(RequestNumber request);   // never null
  [[nodiscard]] Explanation TakeExplanation(RequestNumber request);

  // Any thread; takes the dispatcher's mutex.
  bool RequestReading(RegistrationKey key) noexcept override;

  // Ends every registration and object on the dispatcher thread; what was not begun is left out.
  // Once, and the last thing asked for. Needs no memory.
  void BeginClose() noexcept;
  // Waits for that. Past the deadline the call under way and what it holds are abandoned, never
  // freed. The only place where JavaScript waits.
  void FinishClose(Dispatcher::Deadline deadline);

 private:
  struct Known {
    OwnPtr<Registration> registration;
    Dispatcher::Tasks end;
  };

  void Post(Dispatcher::Task task);
  // Has `call` find the answer to a request on the dispatcher thread: HRESULT(BackendThread&,
  // ULONG& value).
  template <typename Call>
  void Do(RequestNumber request, Call call);
  void AskObject(const OpenObjects::Query& query);

  // Lists of one task. The tasks need no hold on the session: nothing is posted after its close.
  [[nodiscard]] Dispatcher::Tasks Close();
  [[nodiscard]] Dispatcher::Tasks EndOf(RegistrationKey key);
  [[nodiscard]] OwnPtr<Registration> MakeRegistration(RegistrationKey key, Listens listens);

  const std::shared_ptr<NotificationQueue> queue_;
  const std::shared_ptr<Answers> answers_;
  Subscriptions subscriptions_;
  OpenObjects objects_;

  const std::shared_ptr<Dispatcher::Turn> turn_;
  std::shared_ptr<const Surroundings> surroundings_ = std::make_shared<const Surroundings>();
  std::atomic<bool> closing_{false};
  std::promise<void> closed_;
  Dispatcher::Tasks close_;        // until BeginClose
  std::shared_ptr<Session> kept_;  // from then on until the close is done
  // Initialised after the members that may throw, because only LetGo gives the hold back.
  const std::shared_ptr<Dispatcher> dispatcher_;

  Dispatcher::Tasks deferred_;
  bool has_posted_ = false;
  std::unordered_map<RegistrationKey, Known, HashKey> known_;
};

}  // namespace rx_outlook

// What one environment holds on one backend: its registrations and its open objects.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/advise_token.h"
#include "core/dispatcher.h"
#include "core/notification_queue.h"
#include "core/registration.h"

namespace rx_outlook {

// The public methods are the environment's, called on its JavaScript thread; they post and return.
// subscriptions_ and all that stands in them belong to the dispatcher thread; known_, deferred_,
// has_posted_ and surroundings_ to the JavaScript thread; so they have no lock; results_ are handed
// from the one to the other under results_mutex_. objects_ belong to the dispatcher thread, and to
// the JavaScript thread while that one is idle: nobody else posts what is about them.
class Session final : public StateReader, public std::enable_shared_from_this<Session> {
 public:
  using RequestNumber = std::uint32_t;
  using ObjectNumber = std::uint32_t;

  // `turn` is its turn on the dispatcher thread, which sessions may share, and is kept until all
  // that the session has there is undone.
  Session(const Backend& backend, std::shared_ptr<NotificationQueue> queue,
          std::shared_ptr<Dispatcher::Turn> turn = std::make_shared<Dispatcher::Turn>());

  // What is asked for from now on is asked for from there.
  void SetSurroundings(std::shared_ptr<const Surroundings> surroundings) noexcept {
    surroundings_ = std::move(surroundings);
  }

  // Open, GetCapabilities, Advise, GetCurrentState; a record of the queue says how it went. Waits
  // for Flush, so that a thousand in one go cost one wake.
  void Subscribe(RegistrationKey key, std::u16string profile);
  // Unadvise, once for each Subscribe, also for one that failed or is still on its way. Waits for
  // Flush. Needs no memory.
  void Unsubscribe(RegistrationKey key);
  // Begins what waits for it. Whatever else is asked for does so, too: the order is kept.
  void Flush() noexcept {
    has_posted_ = has_posted_ || !deferred_.empty();
    dispatcher_->Post(turn_, deferred_);
  }

  // What a subscription waits for: for a time limit that has passed. Null once it has ended.
  [[nodiscard]] const Registration* Find(RegistrationKey key) const;

  // Each is answered by one kAnswer record that carries the request's number; where its thread
  // finds no memory, with that. Without memory to ask with it throws, and has asked nothing.
  void Open(RequestNumber request, ObjectNumber number, std::u16string profile);
  void GetCapabilities(RequestNumber request, ObjectNumber number);
  void GetCurrentState(RequestNumber request, ObjectNumber number);
  // `mark`, unless it is 0, is answered just before the call, so that what was notified before it
  // can be told from what came after.
  void SetCurrentState(RequestNumber request, RequestNumber mark, ObjectNumber number, ULONG state);
  void CloseObject(RequestNumber request, ObjectNumber number);
  // On an object that is open, without asking it for anything else: what the bridge's clients do
  // call by call. Unsubscribe is its end, too.
  void Advise(RequestNumber request, ObjectNumber number, RegistrationKey key);
  // Unsubscribe, answered as the object answers: E_UNEXPECTED where it let go of our callback once
  // too often.
  void Unadvise(RequestNumber request, RegistrationKey key);
  void ListProfiles(RequestNumber request);
  // Answered as Opener::Available does.
  void Available(RequestNumber request);

  // What the answer to a request has no room for, to be taken once it is there: the names listed,
  // or what the backend says about a failure. They take results_mutex_.
  Dispatcher::Names TakeProfiles(RequestNumber request);  // never null
  Explanation TakeExplanation(RequestNumber request);

  // Answered when everything asked for before has been done.
  void Settle(RequestNumber request);

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

  struct Subscription {
    OwnPtr<Registration> registration;
    AdviseToken token;  // destroyed before the registration
    std::u16string profile;
  };

  struct OpenObject {
    ComPtr<IMAPIOfflineMgr> object;
    ComPtr<IAnswersLater> later;  // the same, or null where it answers at once
  };

  struct Query {
    RequestNumber request;
    ObjectNumber number;
    IAnswersLater::Question question;
    RequestNumber mark;
    ULONG state;
  };

  struct Result {
    Dispatcher::Names profiles;
    Explanation why;
  };

  struct HashKey {
    std::size_t operator()(RegistrationKey key) const noexcept {
      return std::hash<std::uint64_t>{}((std::uint64_t{key.generation} << 32) | key.slot);
    }
  };

  void Post(Dispatcher::Task task);
  // Has `call` find the answer to a request on the dispatcher thread: HRESULT(Session&).
  template <typename Call>
  void Do(RequestNumber request, Call call);

  // A list of one task. They need no hold on the session: nothing is posted behind its close.
  [[nodiscard]] Dispatcher::Tasks Close();
  [[nodiscard]] Dispatcher::Tasks EndOf(RegistrationKey key);
  [[nodiscard]] OwnPtr<Registration> MakeRegistration(RegistrationKey key);

  void AskObject(const Query& query);
  // Whose objects_ are. False when the object is none of those that answer later.
  [[nodiscard]] bool AskLater(const Query& query);

  // Dispatcher thread only.
  void Start(const Surroundings& from, const OwnPtr<Registration>& registration,
             const std::u16string& profile);
  HRESULT AdviseOn(ObjectNumber number, const OwnPtr<Registration>& registration);
  HRESULT End(RegistrationKey key) noexcept;
  // The one Unadvise, and what is to be told of the object at its end.
  HRESULT Finish(Subscription& subscription) noexcept;
  HRESULT Finish(Registration& registration, AdviseToken& token,
                 const std::u16string& profile) noexcept;
  HRESULT Connect(const Surroundings& from, const OwnPtr<Registration>& registration,
                  const std::u16string& profile, AdviseToken& token, Explanation& why);
  Result TakeResult(RequestNumber request);
  void Keep(RequestNumber request, Result result);

  // Any thread.
  void Answer(RequestNumber request, HRESULT hr, ULONG value = 0);

  // The one thing that is to be undone, made last: a hold on the dispatcher.
  const std::shared_ptr<NotificationQueue> queue_;
  const std::shared_ptr<Dispatcher::Turn> turn_;
  std::shared_ptr<const Surroundings> surroundings_ = std::make_shared<const Surroundings>();
  std::atomic<bool> closing_{false};
  std::promise<void> closed_;
  Dispatcher::Tasks close_;        // until BeginClose
  std::shared_ptr<Session> kept_;  // from then on until that is done
  const std::shared_ptr<Dispatcher> dispatcher_;

  Dispatcher::Tasks deferred_;
  bool has_posted_ = false;
  std::unordered_map<RegistrationKey, Known, HashKey> known_;
  std::unordered_map<RegistrationKey, Subscription, HashKey> subscriptions_;
  std::unordered_map<ObjectNumber, OpenObject> objects_;

  std::mutex results_mutex_;
  std::unordered_map<RequestNumber, Result> results_;
};

}  // namespace rx_outlook

// The offline objects that one environment has open on one backend.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "abi/com_ptr.h"
#include "core/answers.h"
#include "core/backend_thread.h"
#include "core/dispatcher.h"
#include "seam/seam.h"

namespace rx_outlook {

using ObjectNumber = std::uint32_t;

// Two threads use it, never at once, so it has no lock: the dispatcher's, and JavaScript's while
// the dispatcher is idle, since only JavaScript posts tasks that concern it. All use goes through
// Access, which is given out under that rule.
class OpenObjects {
 public:
  struct Query {
    RequestNumber request;
    ObjectNumber number;
    IAnswersLater::Question question;
    RequestNumber mark;  // answered just before the call, unless it is 0
    ULONG state;         // SetCurrentState's
  };

  class Access {
   public:
    void Add(BackendThread&, ObjectNumber number, ComPtr<IMAPIOfflineMgr> object);
    // Null where there is none of that number.
    [[nodiscard]] ComPtr<IMAPIOfflineMgr> Find(ObjectNumber number) const;

    // Asks an object that answers asynchronously, and returns at once. False when the object is
    // none of those.
    [[nodiscard]] bool AskLater(const Query& query);
    // Asks, waits, and answers.
    void AskNow(BackendThread&, const Query& query);

    // Answered when the object has been released, behind the answers that it still owes.
    void Close(BackendThread&, RequestNumber request, ObjectNumber number);
    // Releases every object, and answers nothing.
    void Clear(BackendThread&) noexcept { objects_->objects_.clear(); }

   private:
    friend OpenObjects;
    explicit Access(OpenObjects& objects) noexcept : objects_(&objects) {}

    OpenObjects* objects_;
  };

  explicit OpenObjects(std::shared_ptr<Answers> answers) noexcept : answers_(std::move(answers)) {}

  [[nodiscard]] Access On(BackendThread&) noexcept { return Access(*this); }
  // JavaScript's thread. None while the dispatcher has anything to do.
  [[nodiscard]] std::optional<Access> WhileIdle(const Dispatcher& dispatcher) noexcept {
    return dispatcher.IsIdle() ? std::optional(Access(*this)) : std::nullopt;
  }

 private:
  struct OpenObject {
    ComPtr<IMAPIOfflineMgr> object;
    ComPtr<IAnswersLater> later;  // the same object, or null where it answers at once
  };

  const std::shared_ptr<Answers> answers_;
  std::unordered_map<ObjectNumber, OpenObject> objects_;
};

}  // namespace rx_outlook

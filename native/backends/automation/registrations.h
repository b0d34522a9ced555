// The callbacks that are registered with the reader's objects.
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "abi/com_ptr.h"
#include "backends/automation/knowledge.h"
#include "backends/automation/schedule.h"
#include "base/locked.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

struct Callback {
  ULONG client_token = 0;
  ComPtr<IMAPIOfflineNotify> notify;
};

// Calls of callbacks: collected under the mutex, made without it.
class Announcement {
 public:
  // The reader's thread, without the mutex: a callback may call the reader.
  void Say() const;

  [[nodiscard]] bool empty() const noexcept { return calls_.empty(); }

 private:
  friend class Registrations;
  enum class Kind { kState, kGone, kAccountsChanged };
  struct Call {
    Callback to;
    Kind kind;
    MAPIOFFLINE_NOTIFY_TYPE type{};
    ULONG previous = 0;
    ULONG current = 0;
    HRESULT reason = S_OK;
  };
  std::vector<Call> calls_;
};

// What one registration asks of the looks, which all share.
struct Pace {
  std::chrono::milliseconds interval{0};  // from one look to the next; 0: the usual one
  std::chrono::milliseconds limit{0};     // of a look; 0: the reader's alone
};

// Guarded by the reader's mutex.
class Registrations {
 public:
  ULONG Add(const Locked&, const Subject& subject, Pace pace, Callback callback);
  // Of the list of accounts alone: stays through every failure and another profile, until Remove.
  ULONG AddWatch(const Locked&, Callback callback);
  // Hands over the callback, so that it can be released without the mutex. False for an unknown
  // token.
  bool Remove(const Locked&, ULONG token, Callback& removed);

  // Whether any registration has an object that is not gone.
  [[nodiscard]] bool has_live(const Locked&) const noexcept { return live_ > 0; }
  [[nodiscard]] bool has_watches(const Locked&) const noexcept {
    return registrations_.size() > live_ + gone_;
  }
  [[nodiscard]] Schedule::Wish WishFor(const Locked&, const Knowledge& known) const;
  // Returns the shortest limit that a registration asks for, `longest` if none is shorter.
  [[nodiscard]] Schedule::Duration LimitWithin(const Locked&, Schedule::Duration longest) const;

  // Announces the profile's CHANGE, the accounts' CHANGE and DONE, then the profile's DONE, because
  // its accounts have followed by then; last the removed accounts and the change of the list.
  Announcement Announce(const Locked&, const Differences& differences);
  // Announces the end of every object, with its reason.
  Announcement EndAll(const Locked&, HRESULT reason);
  // Likewise, and another list: of a profile that was opened instead.
  Announcement Replace(const Locked&);

 private:
  struct Registration {
    Subject subject;
    Pace pace;
    Callback callback;
    bool is_watch = false;  // of the list alone
    bool is_gone = false;   // its end is announced; it still needs its Unadvise

    [[nodiscard]] bool is_live() const noexcept { return !is_watch && !is_gone; }
  };

  void AddState(Announcement& announcement, MAPIOFFLINE_NOTIFY_TYPE type,
                const StateChange& change) const;
  void AddEnd(Announcement& announcement, Registration& registration, HRESULT reason);

  std::map<ULONG, Registration> registrations_;
  ULONG next_token_ = 0;  // 0 is a valid token
  std::size_t live_ = 0;
  std::size_t gone_ = 0;
};

}  // namespace rx_outlook::automation

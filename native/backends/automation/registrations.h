// The callbacks that are registered with the reader's objects.
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "abi/com_ptr.h"
#include "backends/automation/picture.h"
#include "backends/automation/schedule.h"
#include "base/locked.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

struct Callback {
  ULONG client_token = 0;
  ComPtr<IMAPIOfflineNotify> notify;
};

// What is to be said to callbacks: made under the mutex, said without it.
class Announcement {
 public:
  // The reader's thread; no mutex: a callback may call back into the reader.
  void Say() const;

  [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }

 private:
  friend class Registrations;
  enum class Kind { kState, kGone, kAccountsChanged };
  struct Line {
    Callback to;
    Kind kind;
    MAPIOFFLINE_NOTIFY_TYPE type{};
    ULONG previous = 0;
    ULONG current = 0;
    HRESULT reason = S_OK;
  };
  std::vector<Line> lines_;
};

// Guarded by the reader's mutex, which each method takes as proof.
class Registrations {
 public:
  // `interval`: the time between two looks that the registration asks for; 0 for none.
  ULONG Add(const Locked&, const Subject& subject, std::chrono::milliseconds interval,
            Callback callback);
  // Hands the callback over, which is released without the mutex. False for an unknown token.
  bool Remove(const Locked&, ULONG token, Callback& removed);

  // Whether one is left whose object is not gone.
  [[nodiscard]] bool has_live(const Locked&) const noexcept { return live_ > 0; }
  [[nodiscard]] Schedule::Wish WishFor(const Locked&, const Picture& picture) const;

  // The profile's CHANGE, the accounts' CHANGE and DONE, then the profile's DONE, when its accounts
  // have followed; the ends of removed accounts; the change of the list.
  Announcement Announce(const Locked&, const Differences& differences);
  // The end of every object, with its reason.
  Announcement EndAll(const Locked&, HRESULT reason);

 private:
  struct Registration {
    Subject subject;
    std::chrono::milliseconds interval;
    Callback callback;
    bool is_gone = false;  // told so; it still needs its Unadvise
  };

  void AddState(Announcement& announcement, MAPIOFFLINE_NOTIFY_TYPE type,
                const StateChange& change) const;
  void AddEnd(Announcement& announcement, Registration& registration, HRESULT reason);

  std::map<ULONG, Registration> registrations_;
  ULONG next_token_ = 0;  // 0 is a valid token
  std::size_t live_ = 0;
};

}  // namespace rx_outlook::automation

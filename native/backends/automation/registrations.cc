#include "backends/automation/registrations.h"

#include <algorithm>
#include <utility>

namespace rx_outlook::automation {
namespace {

template <typename Interface>
ComPtr<Interface> Ask(IUnknown& callback, REFIID id) {
  ComPtr<Interface> found;
  static_cast<void>(callback.QueryInterface(id, reinterpret_cast<void**>(found.Put())));
  return found;
}

}  // namespace

void Announcement::Say() const {
  for (const Call& call : calls_) {
    IMAPIOfflineNotify& callback = *call.to.notify;
    switch (call.kind) {
      case Kind::kState: {
        MAPIOFFLINE_NOTIFY notification{};
        notification.ulSize = sizeof(notification);
        notification.NotifyType = call.type;
        notification.ulClientToken = call.to.client_token;
        notification.Info.StateChange = {MAPIOFFLINE_STATE_OFFLINE_MASK, call.previous,
                                         call.current};
        callback.Notify(&notification);
        break;
      }
      case Kind::kGone:
        if (const auto gone = Ask<IOfflineObjectGone>(callback, IID_IOfflineObjectGone)) {
          gone->Gone(call.reason);
        }
        break;
      case Kind::kAccountsChanged:
        if (const auto listening = Ask<IAccountsChanged>(callback, IID_IAccountsChanged)) {
          listening->AccountsChanged();
        }
        break;
    }
  }
}

ULONG Registrations::Add(const Locked&, const Subject& subject, Pace pace, Callback callback) {
  registrations_.emplace(next_token_, Registration{subject, pace, std::move(callback)});
  ++live_;
  return next_token_++;
}

ULONG Registrations::AddWatch(const Locked&, Callback callback) {
  Registration watch{{}, {}, std::move(callback)};
  watch.is_watch = true;
  registrations_.emplace(next_token_, std::move(watch));
  return next_token_++;
}

bool Registrations::Remove(const Locked&, ULONG token, Callback& removed) {
  const auto found = registrations_.extract(token);
  if (!found) return false;
  if (found.mapped().is_live()) --live_;
  if (found.mapped().is_gone) --gone_;
  removed = std::move(found.mapped().callback);
  return true;
}

Schedule::Wish Registrations::WishFor(const Locked&, const Knowledge& known) const {
  Schedule::Wish wish{{}, false, false};
  for (const auto& [token, registration] : registrations_) {
    if (registration.is_gone) continue;
    if (registration.pace.interval.count() == 0) {
      wish.has_usual = true;
    } else {
      const Schedule::Duration interval = registration.pace.interval;
      wish.interval = std::min(wish.interval.value_or(interval), interval);
    }
    const Mode* const mode = known.ModeOf(registration.subject);
    if (mode != nullptr && IsReconnecting(*mode)) wish.is_awaited = true;
  }
  return wish;
}

Schedule::Duration Registrations::LimitWithin(const Locked&, Schedule::Duration longest) const {
  for (const auto& [token, registration] : registrations_) {
    const Schedule::Duration limit = registration.pace.limit;
    if (registration.is_live() && limit.count() > 0) longest = std::min(longest, limit);
  }
  return longest;
}

Announcement Registrations::Announce(const Locked&, const Differences& differences) {
  constexpr auto kChange = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE;
  constexpr auto kDone = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE;
  Announcement announcement;
  if (differences.empty()) return announcement;
  // Reserves first: a registration that counts as gone must have its call. Each has at most a
  // CHANGE, a DONE and one other call.
  announcement.calls_.reserve(3 * registrations_.size());
  const StateChange* of_profile = nullptr;
  for (const StateChange& change : differences.changes) {
    AddState(announcement, kChange, change);
    if (change.account == kProfileItself) {
      of_profile = &change;
    } else {
      AddState(announcement, kDone, change);
    }
  }
  if (of_profile != nullptr) AddState(announcement, kDone, *of_profile);
  for (auto& [token, registration] : registrations_) {
    if (registration.is_gone) continue;
    const std::uint64_t account = registration.subject.account;
    const auto& removed = differences.removed;
    if (registration.is_live() &&
        std::find(removed.begin(), removed.end(), account) != removed.end()) {
      AddEnd(announcement, registration, MAPI_E_OBJECT_DELETED);
    } else if (account == kProfileItself && differences.has_list_changed) {
      announcement.calls_.push_back({registration.callback, Announcement::Kind::kAccountsChanged});
    }
  }
  return announcement;
}

Announcement Registrations::EndAll(const Locked&, HRESULT reason) {
  Announcement announcement;
  announcement.calls_.reserve(live_);  // reserves first, as above
  for (auto& [token, registration] : registrations_) {
    if (registration.is_live()) AddEnd(announcement, registration, reason);
  }
  return announcement;
}

Announcement Registrations::Replace(const Locked& locked) {
  Announcement list;
  list.calls_.reserve(registrations_.size());  // reserves first, as above
  for (const auto& [token, registration] : registrations_) {
    if (!registration.is_watch) continue;
    list.calls_.push_back({registration.callback, Announcement::Kind::kAccountsChanged});
  }
  Announcement ends = EndAll(locked, MAPI_E_OBJECT_DELETED);
  // The list has room for both.
  for (Announcement::Call& call : ends.calls_) list.calls_.push_back(std::move(call));
  return list;
}

void Registrations::AddState(Announcement& announcement, MAPIOFFLINE_NOTIFY_TYPE type,
                             const StateChange& change) const {
  for (const auto& [token, registration] : registrations_) {
    if (!registration.is_live() || registration.subject.account != change.account) continue;
    announcement.calls_.push_back(
        {registration.callback, Announcement::Kind::kState, type, change.previous, change.current});
  }
}

void Registrations::AddEnd(Announcement& announcement, Registration& registration, HRESULT reason) {
  Announcement::Call call{registration.callback, Announcement::Kind::kGone};
  call.reason = reason;
  announcement.calls_.push_back(std::move(call));
  registration.is_gone = true;
  --live_;
  ++gone_;
}

}  // namespace rx_outlook::automation

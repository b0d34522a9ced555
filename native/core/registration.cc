#include "core/registration.h"

#include "core/clock.h"

namespace rx_outlook {
namespace {

// ONLINE, OFFLINE, kNoExchangeRecorded, or 0 for "no result". Other bits of STATE_ALL are ignored.
std::uint8_t KnownState(ULONG state) noexcept {
  if (state == kNoExchangeState) return kNoExchangeRecorded;
  const ULONG masked = state & MAPIOFFLINE_STATE_OFFLINE_MASK;
  return masked == MAPIOFFLINE_STATE_ONLINE || masked == MAPIOFFLINE_STATE_OFFLINE
             ? static_cast<std::uint8_t>(masked)
             : std::uint8_t{0};
}

// Outlook also sends notifications that this API does not support.
bool IsStateChange(const MAPIOFFLINE_NOTIFY* info) noexcept {
  return info != nullptr && info->ulSize >= sizeof(MAPIOFFLINE_NOTIFY) &&
         info->NotifyType >= MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START &&
         info->NotifyType <= MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE &&
         info->Info.StateChange.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK;
}

bool IsSide(std::uint8_t state) noexcept {
  return state == MAPIOFFLINE_STATE_ONLINE || state == MAPIOFFLINE_STATE_OFFLINE;
}

bool HasKnownStates(const MAPIOFFLINE_NOTIFY& info) noexcept {
  return IsSide(KnownState(info.Info.StateChange.ulStateOld)) &&
         IsSide(KnownState(info.Info.StateChange.ulStateNew));
}

}  // namespace

HRESULT Registration::QueryInterface(REFIID riid, void** ppvObject) noexcept {
  if (listens_ == Listens::kToState && riid == IID_IAccountsChanged && ppvObject != nullptr) {
    *ppvObject = nullptr;
    return E_NOINTERFACE;
  }
  return ComObject::QueryInterface(riid, ppvObject);
}

ULONG Registration::Release() noexcept {
  ULONG count = references_.load(std::memory_order_relaxed);
  do {
    if (count == 1 && owners_ > 0) {
      was_released_too_often_ = true;
      return count;
    }
  } while (!references_.compare_exchange_weak(count, count - 1, std::memory_order_acq_rel));
  if (count == 1) delete this;
  return count - 1;
}

void Registration::Own() noexcept {
  if (owners_.fetch_add(1) == 0) AddRef();
}

void Registration::Disown() noexcept {
  if (owners_.fetch_sub(1) == 1) Release();
}

void Registration::Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) noexcept {
  NotificationQueue::Enter(lane_);
  bool read_again = false;
  const bool is_change = IsStateChange(pNotifyInfo);
  if (is_change && HasKnownStates(*pNotifyInfo)) {
    Record record = MakeRecord(RecordKind::kNotification);
    record.phase = static_cast<std::uint8_t>(pNotifyInfo->NotifyType);
    record.previous = KnownState(pNotifyInfo->Info.StateChange.ulStateOld);
    record.current = KnownState(pNotifyInfo->Info.StateChange.ulStateNew);
    record.detail = PhaseBit(record.phase);
    read_again = queue_->Push(lane_, record);
  } else {
    read_again = queue_->Drop(lane_, is_change);
  }
  if (read_again) RequestReading();
}

void Registration::Gone(HRESULT reason) noexcept { Fail(Operation::kNotify, reason); }

void Registration::AccountsChanged() noexcept { queue_->PushAccountsChanged(lane_); }

void Registration::Relayed(const RelayedEvent& event) noexcept {
  switch (event.kind) {
    case RelayedEvent::Kind::kNotification: {
      Record record = MakeRecord(RecordKind::kNotification, event.timestamp);
      record.phase = event.phase;
      record.previous = event.previous;
      record.current = event.current;
      record.merged = event.merged;
      record.detail = event.detail;
      return queue_->PushRelayed(lane_, record);
    }
    case RelayedEvent::Kind::kState: {
      Record record = MakeRecord(RecordKind::kState);
      record.current = event.current;
      return queue_->PushRelayedState(lane_, record, event.detail);
    }
    case RelayedEvent::Kind::kReading:
      return queue_->PushReadingDue(lane_, event.detail, event.merged);
    case RelayedEvent::Kind::kFailure:
      return Fail(event.detail == RelayedEvent::kReadingFailed ? Operation::kGetCurrentState
                                                               : Operation::kNotify,
                  event.hresult);
    case RelayedEvent::Kind::kAccounts:
      return;  // comes as a call of IAccountsChanged
  }
}

void Registration::Begin(ULONG state, std::uint8_t way) {
  Record record = MakeRecord(RecordKind::kState);
  record.phase = way;
  record.current = KnownState(state);
  queue_->PushSnapshot(lane_, record);
}

void Registration::Fail(Operation operation, HRESULT hr) noexcept {
  Record record = MakeRecord(RecordKind::kFailure);
  record.hresult = hr;
  record.detail = static_cast<std::uint32_t>(operation);
  queue_->PushFailure(lane_, record);
}

void Registration::ReadAgain(IMAPIOfflineMgr& object) noexcept {
  // Counted like a Notify: a Notify that arrives during the reading overlaps it and asks for
  // another.
  queue_->EnterReading(lane_);
  ULONG state = 0;
  const HRESULT hr = object.GetCurrentState(&state);
  if (FAILED(hr)) {
    static_cast<void>(queue_->LeaveReading(lane_));  // no other reading: the registration ends
    return Fail(Operation::kGetCurrentState, hr);
  }
  Record record = MakeRecord(RecordKind::kState);
  record.current = KnownState(state);
  if (queue_->PushState(lane_, record)) RequestReading();
}

Record Registration::MakeRecord(RecordKind kind) const noexcept { return MakeRecord(kind, Now()); }

Record Registration::MakeRecord(RecordKind kind, double timestamp) const noexcept {
  Record record{};
  record.slot = lane_.slot;
  record.generation = lane_.generation;
  record.kind = kind;
  record.merged = 1;
  record.timestamp = timestamp;
  return record;
}

void Registration::RequestReading() noexcept {
  const auto reader = reader_.lock();
  if (reader && !reader->RequestReading(key())) {
    Fail(Operation::kGetCurrentState, E_OUTOFMEMORY);
  }
}

}  // namespace rx_outlook

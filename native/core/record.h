// The records that cross from Outlook's threads to JavaScript: of a fixed size, copied as bytes
// into a buffer that JavaScript owns. lib/record.ts knows this layout, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rx_outlook {

enum class RecordKind : std::uint8_t {
  kNotification = 1,  // one or, when merged, several calls of Notify
  kState = 2,         // of GetCurrentState: the snapshot, and each reading after it
  kFailure = 3,       // the registration's end: an operation failed or the object went away
  kAnswer = 4,        // to a request; slot is the request's number
  kReading = 5,       // the state is to be read again; lib limits how long that may take
  kPlace = 6,         // a server may have come or gone; of no registration
  kFault = 7,         // TakeFaults may have faults; of no registration either
  kAccounts = 8       // the list of the accounts of a registration's profile has changed
};

// The calls that can fail. Order matters: lib reads their names by index.
enum class Operation : std::uint32_t {
  kOpen,
  kGetCapabilities,
  kAdvise,
  kGetCurrentState,
  kNotify,  // the object has reported that it is gone
  kUnadvise,
  kRelease  // of our callback, once too often
};
inline constexpr const char* kOperationNames[] = {"HrOpenOfflineObj", "GetCapabilities", "Advise",
                                                  "GetCurrentState",  "Notify",          "Unadvise",
                                                  "Release"};

struct Record {
  std::uint32_t slot;        // registration number, reused...
  std::uint32_t generation;  // ...and told apart by this
  RecordKind kind;
  std::uint8_t phase;     // MAPIOFFLINE_NOTIFY_TYPE; of the snapshot: Explanation::way
  std::uint8_t previous;  // MAPIOFFLINE_STATE_*
  std::uint8_t current;   // the same; of kState also 0 (neither) and kNoExchangeRecorded
  std::uint32_t merged;   // how many Notify calls this one stands for
  double timestamp;       // milliseconds since the epoch
  std::int32_t hresult;
  std::uint32_t detail;  // kNotification: in the low 8 bits PhaseBit of each phase, above them
                         // DroppedBefore; kFailure: Operation; kAnswer: the value asked for;
                         // kReading: the reading's number, with the readings done in `merged`;
                         // kState: the readings done
};

static_assert(sizeof(Record) == 32 && std::is_trivially_copyable_v<Record>);
static_assert(offsetof(Record, kind) == 8 && offsetof(Record, merged) == 12);
static_assert(offsetof(Record, timestamp) == 16 && offsetof(Record, detail) == 28);

inline constexpr std::uint8_t kNoExchangeRecorded = 3;  // kNoExchangeState, in few bits

inline constexpr std::uint8_t kStartPhase = 1;  // MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START

constexpr std::uint32_t PhaseBit(std::uint8_t phase) noexcept { return 1u << phase; }

// How many unsupported notifications came before the record. A process that receives a relayed
// record adds them to its own counts.
inline constexpr std::uint32_t kDroppedShift = 8;
inline constexpr std::uint32_t kMostDropped = 0xffffff;
constexpr std::uint32_t DroppedBefore(const Record& record) noexcept {
  return record.detail >> kDroppedShift;
}
inline void AddDropped(Record& record, std::uint32_t count) noexcept {
  const std::uint32_t sum = DroppedBefore(record) + (count < kMostDropped ? count : kMostDropped);
  record.detail = (record.detail & ((1u << kDroppedShift) - 1)) |
                  ((sum < kMostDropped ? sum : kMostDropped) << kDroppedShift);
}

// JavaScript reads it as a positive number.
inline constexpr std::uint32_t kMostMerged = 0x7fffffff;

// Folds `newer` into `kept`, both notifications of one registration. A START announces a state
// not reached yet, so it never replaces a kept change or done.
inline void Merge(Record& kept, const Record& newer) noexcept {
  kept.merged = newer.merged < kMostMerged - kept.merged ? kept.merged + newer.merged : kMostMerged;
  kept.detail |= newer.detail & ((1u << kDroppedShift) - 1);
  AddDropped(kept, DroppedBefore(newer));
  if (newer.phase == kStartPhase && kept.phase != kStartPhase) return;
  kept.phase = newer.phase;
  kept.current = newer.current;
  kept.timestamp = newer.timestamp;
}

}  // namespace rx_outlook

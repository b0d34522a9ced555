// What the two ends of the bridge say to each other. docs/bridge-protocol.md has it byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rx_outlook::bridge {

inline constexpr std::uint16_t kVersion = 1;
inline constexpr std::size_t kHeaderSize = 8;
inline constexpr std::size_t kFrameLimit = 65536;  // with its header
inline constexpr std::size_t kBodyLimit = kFrameLimit - kHeaderSize;
inline constexpr std::size_t kProfileLimit = 256;  // UTF-16 units: the registry allows 255
inline constexpr std::size_t kTextLimit = 4096;    // bytes
inline constexpr std::size_t kRequestLimit = 10 + 2 * kProfileLimit;  // a request's longest body
inline constexpr std::uint32_t kMergedLimit = 0x7fffffff;             // notifications in one event
inline constexpr std::size_t kNamesLimit = 65536;  // of one answer, however many frames it has

enum class FrameType : std::uint8_t {
  // from the client, each answered
  kHello = 1,
  kPing = 2,
  kProfiles = 3,
  kOpen = 4,
  kGetCapabilities = 5,
  kGetCurrentState = 6,
  kSetCurrentState = 7,
  kAdvise = 8,
  kUnadvise = 9,
  kClose = 10,
  // from the server
  kWelcome = 65,
  kAnswer = 66,
  kNames = 67,
  kEvents = 68,
};

// What answers behind a server.
enum class Host : std::uint16_t { kOutlook = 1, kEmbedded = 2 };

// Which members mean something is the type's to say.
struct Request {
  FrameType type{};
  std::uint32_t id = 0;
  std::uint32_t object = 0;        // kOpen to kAdvise, kClose: the client's number for it
  std::uint32_t registration = 0;  // kAdvise, kUnadvise: the same
  std::uint32_t state = 0;         // kSetCurrentState
  std::uint16_t oldest = 0;        // kHello: the versions it speaks
  std::uint16_t newest = 0;
  std::u16string profile;  // kOpen
};

struct Welcome {
  std::uint32_t id = 0;
  std::uint16_t version = 0;  // 0: none that both speak
  Host host{};
  std::string product;  // for people
};

struct Answer {
  std::uint32_t id = 0;
  std::int32_t hresult = 0;
  std::uint32_t value = 0;
  std::string operation;  // of a failure, when there is more to say than its HRESULT
  std::string text;
};

// Some of the profiles' names: several frames answer one request when they do not fit into one.
struct Names {
  std::uint32_t id = 0;
  bool last = true;
  std::vector<std::u16string> names;
};

enum class EventKind : std::uint8_t {
  kNotification = 1,  // Notify was called, or was several times
  kState = 2,         // GetCurrentState was called again, after calls of Notify that overlapped
  kFailure = 3,       // the registration has ended
  kReading = 5        // GetCurrentState will be called again
};

struct Event {
  std::uint32_t registration = 0;
  EventKind kind{};
  std::uint8_t phase = 0;  // MAPIOFFLINE_NOTIFY_TYPE
  std::uint8_t previous = 0;
  std::uint8_t current = 0;
  std::uint32_t merged = 0;  // how many calls of Notify it stands for
  double timestamp = 0;      // milliseconds since the epoch, when Notify was called
  std::int32_t hresult = 0;
  std::uint32_t detail = 0;  // kNotification: a bit for each phase it stands for, and above 8 bits
                             // how many unsupported notifications there were before it;
                             // kState: how many readings are done; kReading: how many are due, and
                             // `merged` how many are done; kFailure: one of those that follow
};

inline constexpr std::uint32_t kObjectGone = 0;
inline constexpr std::uint32_t kReadingFailed = 1;

inline constexpr std::size_t kEventSize = 28;
inline constexpr std::size_t kEventsLimit = kBodyLimit / kEventSize;

}  // namespace rx_outlook::bridge

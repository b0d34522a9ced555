// The one codec of both ends: frames to bytes and back. Pure functions, any thread. A malformed
// frame is refused, never repaired.
#pragma once

#include <optional>

#include "bridge/protocol.h"
#include "seam/relayed_event.h"

namespace rx_outlook::bridge {

using Bytes = std::vector<std::uint8_t>;

// Each appends one frame, and throws only for lack of memory.
void Encode(Bytes& target, const Request& request);
void Encode(Bytes& target, const Welcome& welcome);
void Encode(Bytes& target, const Answer& answer);
// As many frames as the names need.
void Encode(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names);
// One frame with the names from `next` on; moves `next` behind the last one that fits.
void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names,
                std::size_t& next);
// Likewise of accounts.
void Encode(Bytes& target, std::uint32_t id, const std::vector<AccountInfo>& accounts);
void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<AccountInfo>& accounts,
                std::size_t& next);

// A frame of events under way, at most kEventsLimit. Its length is written at its end; an empty
// frame is removed.
class EventsEncoder {
 public:
  explicit EventsEncoder(Bytes& target);
  EventsEncoder(const EventsEncoder&) = delete;
  EventsEncoder& operator=(const EventsEncoder&) = delete;
  ~EventsEncoder();

  void Add(const RelayedEvent& event);

 private:
  Bytes& target_;
  const std::size_t start_;
  std::size_t count_ = 0;
};

// A view of a frame in a buffer.
struct Frame {
  FrameType type;
  const std::uint8_t* body;
  std::size_t size;
};

// Null when the frame is malformed, of another type, or a byte too long.
std::optional<Request> DecodeRequest(const Frame& frame);
std::optional<Welcome> DecodeWelcome(const Frame& frame);
std::optional<Answer> DecodeAnswer(const Frame& frame);
std::optional<Names> DecodeNames(const Frame& frame);
std::optional<Accounts> DecodeAccounts(const Frame& frame);

// The number of events; null when the frame is malformed.
std::optional<std::size_t> CountEvents(const Frame& frame) noexcept;
// Null when that event is malformed. Allocates nothing.
std::optional<RelayedEvent> DecodeEvent(const Frame& frame, std::size_t index) noexcept;

// Cuts the bytes of a stream into frames. Its size never changes. One thread at a time.
class FrameBuffer {
 public:
  enum class Result { kFrame, kIncomplete, kMalformed };

  // A frame with a longer body than the limit is malformed. `size` must hold one frame of the
  // limit.
  explicit FrameBuffer(std::size_t body_limit = kBodyLimit, std::size_t size = 2 * kFrameLimit)
      : body_limit_(body_limit), bytes_(size) {}

  // Where the next bytes of the stream go, and how many fit. Invalidates the frames taken before.
  std::uint8_t* Space(std::size_t& size) noexcept;
  void Filled(std::size_t size) noexcept { end_ += size; }

  // The next whole frame; valid until Space. The stream is useless after kMalformed.
  Result Next(Frame& frame) noexcept;

  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

 private:
  std::size_t body_limit_;
  Bytes bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace rx_outlook::bridge

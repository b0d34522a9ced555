// The one codec of both ends: frames to bytes and back. Pure functions; what is malformed is
// refused, never repaired.
#pragma once

#include <optional>

#include "bridge/protocol.h"

namespace rx_outlook::bridge {

using Bytes = std::vector<std::uint8_t>;

// Each appends one frame; they throw for want of memory alone.
void Encode(Bytes& target, const Request& request);
void Encode(Bytes& target, const Welcome& welcome);
void Encode(Bytes& target, const Answer& answer);
void Encode(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names);
// One frame of them, from `next` on; moves it behind what the frame has.
void EncodeSome(Bytes& target, std::uint32_t id, const std::vector<std::u16string>& names,
                std::size_t& next);

// A frame of events under way, kEventsLimit at the most: its length is written when it ends.
class EventsEncoder {
 public:
  explicit EventsEncoder(Bytes& target);
  EventsEncoder(const EventsEncoder&) = delete;
  EventsEncoder& operator=(const EventsEncoder&) = delete;
  ~EventsEncoder();  // an empty frame is taken back

  void Add(const Event& event);

 private:
  Bytes& target_;
  const std::size_t start_;
  std::size_t count_ = 0;
};

// A frame as it lies in a buffer.
struct Frame {
  FrameType type;
  const std::uint8_t* body;
  std::size_t size;
};

// Null for what is malformed, of another type, or has a byte too many.
std::optional<Request> DecodeRequest(const Frame& frame);
std::optional<Welcome> DecodeWelcome(const Frame& frame);
std::optional<Answer> DecodeAnswer(const Frame& frame);
std::optional<Names> DecodeNames(const Frame& frame);

// How many events; null when the frame is malformed.
std::optional<std::size_t> CountEvents(const Frame& frame) noexcept;
// Null when that event is malformed. Allocates nothing.
std::optional<Event> DecodeEvent(const Frame& frame, std::size_t index) noexcept;

// The bytes of a stream, in frames. Its size is the one that it was made with.
class FrameBuffer {
 public:
  enum class Result { kFrame, kIncomplete, kMalformed };

  // A frame with a longer body is malformed; one that has the limit fits into `size` bytes.
  explicit FrameBuffer(std::size_t body_limit = kBodyLimit, std::size_t size = 2 * kFrameLimit)
      : body_limit_(body_limit), bytes_(size) {}

  // Where the next bytes of the stream go, and how many there is room for. Frames taken before
  // are invalid from now on.
  std::uint8_t* Space(std::size_t& size) noexcept;
  void Filled(std::size_t size) noexcept { end_ += size; }

  // The next whole frame; valid until Space. After kMalformed the stream is of no more use.
  Result Next(Frame& frame) noexcept;

  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

 private:
  std::size_t body_limit_;
  Bytes bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace rx_outlook::bridge

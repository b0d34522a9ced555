#include <cstring>

#include "bridge/cursor.h"
#include "bridge/frame.h"

namespace rx_outlook::bridge {

std::uint8_t* FrameBuffer::Space(std::size_t& size) noexcept {
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  size = bytes_.size() - end_;
  return bytes_.data() + end_;
}

FrameBuffer::Result FrameBuffer::Next(Frame& frame) noexcept {
  if (end_ - begin_ < kHeaderSize) return Result::kIncomplete;
  Reader reader(bytes_.data() + begin_, kHeaderSize);
  const auto size = reader.Get<std::uint32_t>();
  const auto type = reader.Get<std::uint8_t>();
  const auto flags = reader.Get<std::uint8_t>();
  const auto reserved = reader.Get<std::uint16_t>();
  if (size > body_limit_ || flags != 0 || reserved != 0) return Result::kMalformed;
  if (end_ - begin_ < kHeaderSize + size) return Result::kIncomplete;
  frame = {static_cast<FrameType>(type), bytes_.data() + begin_ + kHeaderSize, size};
  begin_ += kHeaderSize + size;
  return Result::kFrame;
}

}  // namespace rx_outlook::bridge

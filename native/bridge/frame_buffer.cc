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
  std::uint32_t size = 0;
  FrameType type{};
  std::uint8_t flags = 0;
  std::uint16_t reserved = 0;
  reader(size, type, flags, reserved);
  if (size > body_limit_ || flags != 0 || reserved != 0) return Result::kMalformed;
  if (end_ - begin_ < kHeaderSize + size) return Result::kIncomplete;
  frame = {type, bytes_.data() + begin_ + kHeaderSize, size};
  begin_ += kHeaderSize + size;
  return Result::kFrame;
}

}  // namespace rx_outlook::bridge

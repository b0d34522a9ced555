// A frame under way.
#pragma once

#include "bridge/cursor.h"
#include "bridge/frame.h"

namespace rx_outlook::bridge {

// Writes the header when it begins, and the size of the body into the header when it ends.
class Envelope {
 public:
  Envelope(Bytes& target, FrameType type) : target_(target), start_(target.size()) {
    Writer writer(target);
    writer(std::uint32_t{0}, type, std::uint8_t{0}, std::uint16_t{0});
  }
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;
  ~Envelope() { SetSize(target_, start_); }

  static void SetSize(Bytes& target, std::size_t start) noexcept {
    const std::size_t size = target.size() - start - kHeaderSize;
    for (std::size_t i = 0; i < 4; ++i) {
      target[start + i] = static_cast<std::uint8_t>(size >> (8 * i));
    }
  }

 private:
  Bytes& target_;
  const std::size_t start_;
};

}  // namespace rx_outlook::bridge

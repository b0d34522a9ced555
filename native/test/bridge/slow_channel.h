// A channel that takes little at a time.
#pragma once

#include <algorithm>

#include "bridge/frame.h"
#include "bridge/transport.h"

namespace rx_outlook::test {

// Takes at most `limit` bytes of each write.
class SlowChannel final : public bridge::Channel {
 public:
  explicit SlowChannel(std::size_t limit) : limit(limit) {}
  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept override {
    const std::size_t count = std::min(size, limit);
    taken.insert(taken.end(), bytes, bytes + count);
    return count;
  }
  std::size_t TryWrite(const std::uint8_t* bytes, std::size_t size) noexcept override {
    return Write(bytes, size);
  }
  void WantBytes(bool /*wanted*/) noexcept override {}

  std::size_t limit;
  bridge::Bytes taken;
};

}  // namespace rx_outlook::test

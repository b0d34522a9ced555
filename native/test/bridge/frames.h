// Decodes bytes into frames, as the other end of the bridge does.
#pragma once

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "bridge/frame.h"

namespace rx_outlook::test {

// The frames are valid as long as the buffer.
inline std::vector<bridge::Frame> FramesOf(bridge::FrameBuffer& buffer,
                                           const bridge::Bytes& bytes) {
  std::size_t space = 0;
  std::uint8_t* const target = buffer.Space(space);
  REQUIRE(bytes.size() <= space);
  std::memcpy(target, bytes.data(), bytes.size());
  buffer.Filled(bytes.size());
  std::vector<bridge::Frame> frames;
  for (bridge::Frame frame{}; buffer.Next(frame) == bridge::FrameBuffer::Result::kFrame;) {
    frames.push_back(frame);
  }
  return frames;
}

}  // namespace rx_outlook::test

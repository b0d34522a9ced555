// libFuzzer over the bridge's codec: any bytes are decoded or refused, and a decoded frame encodes
// to the same bytes.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bridge/frame.h"

namespace {

using namespace rx_outlook::bridge;

struct Counts {
  ~Counts() { std::printf("%zu frames, %zu of them taken\n", frames, taken); }
  std::size_t frames = 0;
  std::size_t taken = 0;
} counts;

void MustBe(const Frame& frame, const Bytes& again) {
  if (again.size() == kHeaderSize + frame.size &&
      std::memcmp(again.data() + kHeaderSize, frame.body, frame.size) == 0) {
    ++counts.taken;
    return;
  }
  std::fputs("a decoded frame encodes to other bytes\n", stderr);
  std::abort();
}

template <typename Message>
void Check(const Frame& frame, const std::optional<Message>& message) {
  if (!message) return;
  Bytes again;
  Encode(again, *message);
  MustBe(frame, again);
}

template <typename Entry>
void CheckList(const Frame& frame, std::uint32_t id, bool last, const std::vector<Entry>& list) {
  if (!last) return;  // the encoder sets it itself
  Bytes again;
  Encode(again, id, list);
  MustBe(frame, again);
}

void CheckEvents(const Frame& frame) {
  const auto count = CountEvents(frame);
  if (!count) return;
  Bytes again;
  {
    EventsEncoder encoder(again);
    for (std::size_t i = 0; i < *count; ++i) {
      const auto event = DecodeEvent(frame, i);
      if (!event) return;
      encoder.Add(*event);
    }
  }
  MustBe(frame, again);
}

void Take(const Frame& frame) {
  ++counts.frames;
  Check(frame, DecodeRequest(frame));
  Check(frame, DecodeWelcome(frame));
  Check(frame, DecodeAnswer(frame));
  const auto names = DecodeNames(frame);
  if (names) CheckList(frame, names->id, names->last, names->names);
  const auto accounts = DecodeAccounts(frame);
  if (accounts) CheckList(frame, accounts->id, accounts->last, accounts->accounts);
  CheckEvents(frame);
}

}  // namespace

// The first byte is the size of the pieces in which the others arrive.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + std::size_t{16} * bytes[0];
  FrameBuffer buffer;
  for (std::size_t at = 1; at < size;) {
    std::size_t space = 0;
    std::uint8_t* const target = buffer.Space(space);
    const std::size_t filled = std::min({piece, space, size - at});
    std::memcpy(target, bytes + at, filled);
    buffer.Filled(filled);
    at += filled;
    for (;;) {
      Frame frame{};
      const auto result = buffer.Next(frame);
      if (result == FrameBuffer::Result::kMalformed) return 0;
      if (result == FrameBuffer::Result::kIncomplete) break;
      Take(frame);
    }
  }
  return 0;
}

#include "bridge/outbox.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <new>

#include "test/allocation.h"
#include "test/bridge/slow_channel.h"

using namespace rx_outlook::bridge;
using rx_outlook::Locked;
using rx_outlook::test::Shortage;
using rx_outlook::test::SlowChannel;

namespace {

Bytes Counting(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 >> 3);
  return bytes;
}

struct Owned {
  std::mutex mutex;
  Locked locked{mutex};
  Outbox outbox;
};

}  // namespace

TEST_CASE("an outbox hands out its bytes once and in order, however few a channel takes") {
  Owned owned;
  const Bytes bytes = Counting(100'000);
  owned.outbox.bytes(owned.locked) = bytes;
  SlowChannel channel(999);
  std::size_t most = 0;
  int writes = 1;
  for (; !owned.outbox.Write(owned.locked, channel); ++writes) {
    CHECK(owned.outbox.owed(owned.locked) == bytes.size() - channel.taken.size());
    most =
        std::max(most, owned.outbox.bytes(owned.locked).size() - owned.outbox.owed(owned.locked));
  }
  CHECK(writes == 101);
  CHECK((channel.taken == bytes));
  CHECK(owned.outbox.owed(owned.locked) == 0);
  CHECK(most <= Outbox::kFull);  // of the bytes that were taken
}

TEST_CASE("an outbox keeps what TryWrite has not taken for Write") {
  Owned owned;
  const Bytes bytes = Counting(1'000);
  owned.outbox.bytes(owned.locked) = bytes;
  SlowChannel channel(0);
  CHECK_FALSE(owned.outbox.TryWrite(owned.locked, channel));
  CHECK(owned.outbox.owed(owned.locked) == 1'000);
  channel.limit = 1'000;
  CHECK(owned.outbox.Write(owned.locked, channel));
  CHECK((channel.taken == bytes));
}

TEST_CASE("an outbox is full from its limit on") {
  Owned owned;
  owned.outbox.bytes(owned.locked) = Counting(Outbox::kFull - 1);
  CHECK_FALSE(owned.outbox.full(owned.locked));
  owned.outbox.bytes(owned.locked).push_back(0);
  CHECK(owned.outbox.full(owned.locked));
  SlowChannel channel(1);
  CHECK_FALSE(owned.outbox.Write(owned.locked, channel));
  CHECK_FALSE(owned.outbox.full(owned.locked));
}

TEST_CASE("an outbox without memory for a frame is as it was before") {
  Owned owned;
  Request open;
  open.type = FrameType::kOpen;
  open.profile = u"Work";
  owned.outbox.Append(owned.locked, open);
  const Bytes before = owned.outbox.bytes(owned.locked);
  owned.outbox.bytes(owned.locked).shrink_to_fit();
  bool failed = false;
  {
    const Shortage shortage;
    try {
      owned.outbox.Append(owned.locked, open);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
  }
  CHECK(failed);
  CHECK((owned.outbox.bytes(owned.locked) == before));
}

TEST_CASE("an outbox that rests frees what a flood has left, unless bytes still wait") {
  Owned owned;
  owned.outbox.bytes(owned.locked) = Counting(Outbox::kFull);
  owned.outbox.Rest(owned.locked);
  CHECK(owned.outbox.owed(owned.locked) == Outbox::kFull);
  SlowChannel channel(Outbox::kFull);
  CHECK(owned.outbox.Write(owned.locked, channel));
  CHECK(owned.outbox.bytes(owned.locked).capacity() >= Outbox::kFull);
  owned.outbox.Rest(owned.locked);
  CHECK(owned.outbox.bytes(owned.locked).capacity() == 0);
}

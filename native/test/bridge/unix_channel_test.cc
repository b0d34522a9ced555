#include "bridge/posix/unix_channel.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <memory>
#include <vector>

using namespace rx_outlook::bridge;

namespace {

constexpr UnixChannels::Own kNoneOwn{{{-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}}};

struct Pair {
  Pair() {
    int ends[2] = {-1, -1};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    REQUIRE(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
    REQUIRE(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    ours = Descriptor(ends[0]);
    theirs = Descriptor(ends[1]);
  }
  Descriptor ours;
  Descriptor theirs;
};

// One round; no time is waited.
void Poll(UnixChannels& channels) {
  auto& polled = channels.Collect(kNoneOwn);
  poll(polled.data(), static_cast<nfds_t>(polled.size()), 0);
}

std::size_t ReadAll(const Descriptor& from) {
  std::size_t all = 0;
  std::vector<char> bytes(65'536);
  for (ssize_t size = 0; (size = recv(from.get(), bytes.data(), bytes.size(), 0)) > 0;) {
    all += static_cast<std::size_t>(size);
  }
  return all;
}

}  // namespace

TEST_CASE("a channel writes as much as fits, and is told once when there is space again") {
  Pair pair;
  UnixChannels channels;
  UnixChannel channel(channels, std::move(pair.ours));
  const std::vector<std::uint8_t> bytes(10'000'000);
  const std::size_t written = channel.Write(bytes.data(), bytes.size());
  CHECK(written > 0);
  CHECK(written < bytes.size());
  Poll(channels);
  CHECK(channels.size() == 1);
  CHECK((channels.happened(0) & POLLOUT) == 0);
  CHECK(ReadAll(pair.theirs) == written);
  Poll(channels);
  CHECK((channels.happened(0) & POLLOUT) != 0);
  CHECK(channel.TakeFull());
  CHECK_FALSE(channel.TakeFull());
  CHECK_FALSE(channel.is_cut());
}

TEST_CASE("TryWrite reports no failure: the loop's thread finds it") {
  Pair pair;
  UnixChannels channels;
  UnixChannel channel(channels, std::move(pair.ours));
  const std::uint8_t byte = 7;
  CHECK(channel.TryWrite(&byte, 1) == 1);
  pair.theirs = {};
  CHECK(channel.TryWrite(&byte, 1) == 0);
  CHECK_FALSE(channel.is_cut());
  CHECK(channel.Write(&byte, 1) == 0);
  CHECK(channel.is_cut());
  Poll(channels);
  CHECK(channels.any_cut());
}

TEST_CASE("a channel that wants no bytes is not polled for them") {
  Pair pair;
  UnixChannels channels;
  UnixChannel channel(channels, std::move(pair.ours));
  REQUIRE(send(pair.theirs.get(), "x", 1, 0) == 1);
  channel.WantBytes(false);
  Poll(channels);
  CHECK(channels.happened(0) == 0);
  channel.WantBytes(true);
  Poll(channels);
  CHECK((channels.happened(0) & POLLIN) != 0);
}

TEST_CASE("a channel that ends during a round leaves a null there, and is gone in the next") {
  Pair first;
  Pair second;
  UnixChannels channels;
  auto ended = std::make_unique<UnixChannel>(channels, std::move(first.ours));
  UnixChannel stays(channels, std::move(second.ours));
  Poll(channels);
  REQUIRE(channels.size() == 2);
  ended.reset();
  CHECK(channels.channel(0) == nullptr);
  CHECK(channels.channel(1) == &stays);
  Poll(channels);
  CHECK(channels.size() == 1);
  CHECK(channels.channel(0) == &stays);
}

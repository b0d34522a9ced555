#include "bridge/posix/acceptor.h"

#include <sys/resource.h>

#include "test/bridge/fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Accepting {
  Accepting() {
    bridge::Reaching reaching;
    REQUIRE(acceptor.Take(Here(), reaching));
  }
  bool Accept() { return acceptor.Accept(on_connection); }

  const Runtime runtime;
  bridge::Acceptor acceptor;
  std::vector<bridge::Descriptor> accepted;
  bridge::Acceptor::OnConnection on_connection = [this](bridge::Descriptor connection) {
    accepted.push_back(std::move(connection));
  };
};

}  // namespace

TEST_CASE("each client that waits is accepted once, and none is no failure") {
  Accepting a;
  const RawClient first;
  const RawClient second;
  CHECK(a.Accept());
  CHECK(a.Accept());
  CHECK_FALSE(a.Accept());
  CHECK(a.accepted.size() == 2);
  const auto now = bridge::Acceptor::Clock::now();
  CHECK(a.acceptor.listener(now) >= 0);  // no pause
}

TEST_CASE("a client for whom there is no memory is turned away, and no other") {
  Accepting a;
  const RawClient first;
  const RawClient second;
  CHECK(a.acceptor.Accept([](bridge::Descriptor) { throw std::bad_alloc(); }));
  CHECK(a.Accept());
  CHECK(a.accepted.size() == 1);
}

TEST_CASE("without a free descriptor the listener rests, and Due tells when it is polled again") {
  Accepting a;
  const RawClient client;
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 0;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
  const bool accepted = a.Accept();
  const auto now = bridge::Acceptor::Clock::now();
  REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK_FALSE(accepted);
  CHECK(a.acceptor.listener(now) == -1);
  const auto due = a.acceptor.Due(now);
  CHECK(due <= now + std::chrono::milliseconds(100));
  CHECK(a.acceptor.listener(now + std::chrono::milliseconds(100)) >= 0);
  CHECK(a.Accept());
  CHECK(a.accepted.size() == 1);
}

TEST_CASE("a place that was removed is taken back, with the clients of the old listener") {
  Accepting a;
  const RawClient old;
  std::filesystem::remove_all(a.runtime.folder());
  CHECK(a.acceptor.LookAfterPlace(POLLIN, a.on_connection));
  CHECK(a.accepted.size() == 1);
  const RawClient next;
  CHECK(a.Accept());
  CHECK(a.acceptor.TakeLost().empty());
}

TEST_CASE("a place that another server has taken is lost, with the reason") {
  Accepting a;
  std::filesystem::remove_all(a.runtime.folder());
  bridge::ServedPlace other;
  bridge::Reaching reaching;
  REQUIRE(other.Take(Here(), reaching));
  CHECK_FALSE(a.acceptor.LookAfterPlace(POLLIN, a.on_connection));
  CHECK(a.acceptor.TakeLost().find("lost its place") != std::string::npos);
  CHECK(a.acceptor.TakeLost().empty());
}

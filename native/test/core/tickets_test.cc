#include "core/tickets.h"

#include <doctest/doctest.h>

#include <mutex>
#include <thread>

using namespace rx_outlook;

namespace {

struct Counted {
  bool Leave() {
    const Locked locked(mutex);
    return tickets.Leave(locked);
  }
  bool CallBy(std::thread::id caller) {
    tickets.Enter();
    const Locked locked(mutex);
    tickets.CalledBy(locked, caller);
    return tickets.Leave(locked);
  }

  std::mutex mutex;
  Tickets tickets;
};

}  // namespace

TEST_CASE("the last of overlapping calls to leave asks for a reading, and no other call") {
  Counted counted;
  for (int i = 0; i < 3; ++i) counted.tickets.Enter();
  CHECK_FALSE(counted.Leave());
  CHECK_FALSE(counted.Leave());
  CHECK(counted.Leave());
  counted.tickets.Enter();
  CHECK_FALSE(counted.Leave());
}

TEST_CASE("a single call asks for a reading when the order of the states is unknown") {
  Counted counted;
  counted.tickets.Enter();
  {
    const Locked locked(counted.mutex);
    counted.tickets.Overlap(locked);
    CHECK(counted.tickets.has_overlap(locked));
  }
  CHECK(counted.Leave());
}

TEST_CASE("the first call and each change of the calling thread ask for a reading") {
  Counted counted;
  std::thread::id other;
  std::thread([&other] { other = std::this_thread::get_id(); }).join();
  const auto own = std::this_thread::get_id();
  for (const auto& [caller, asks] :
       {std::pair{own, true}, {own, false}, {other, true}, {other, false}, {own, true}}) {
    CHECK(counted.CallBy(caller) == asks);
  }
}

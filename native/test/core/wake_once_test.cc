#include "core/wake_once.h"

#include <doctest/doctest.h>

#include "test/core/lane_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("the consumer is woken once, and again after it has found nothing") {
  Rooms rooms;
  for (int i = 0; i < 3; ++i) {
    rooms.Produce([&](const Producing& locked) { rooms.wake.Ask(locked); });
    CHECK(rooms.waker.wakes == 1);
  }
  rooms.Collect();
  rooms.Produce([&](const Producing& locked) { rooms.wake.Ask(locked); });
  CHECK(rooms.waker.wakes == 2);
}

TEST_CASE("a producer that asks for no wake wakes nobody") {
  Rooms rooms;
  rooms.Produce([](const Producing&) {});
  CHECK(rooms.waker.wakes == 0);
}

TEST_CASE("the queue's mutex is free when the waker is called") {
  class Trying final : public WakeOnce::Waker {
   public:
    explicit Trying(std::mutex& mutex) : mutex_(mutex) {}
    void Wake() noexcept override {
      was_free = mutex_.try_lock();
      if (was_free) mutex_.unlock();
    }
    bool was_free = false;

   private:
    std::mutex& mutex_;
  };
  std::mutex mutex;
  Trying waker(mutex);
  WakeOnce wake(waker);
  {
    const Producing locked(mutex, wake);
    wake.Ask(locked);
  }
  CHECK(waker.was_free);
}

TEST_CASE("a producer of an answer calls WakeForAnswer") {
  Rooms rooms;
  {
    const Producing locked(rooms.mutex, rooms.wake, &WakeOnce::Waker::WakeForAnswer);
    rooms.wake.Ask(locked);
  }
  CHECK(rooms.waker.wakes == 0);
  CHECK(rooms.waker.wakes_for_answers == 1);
}

TEST_CASE("nobody is woken after Close") {
  Rooms rooms;
  rooms.wake.Close();
  rooms.wake.Close();
  rooms.Produce([&](const Producing& locked) { rooms.wake.Ask(locked); });
  CHECK(rooms.waker.wakes == 0);
}

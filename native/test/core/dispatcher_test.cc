#include "core/dispatcher.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using std::chrono::steady_clock;

namespace {

// Runs a task, waits for it, and returns its thread.
std::thread::id RunOn(Dispatcher& dispatcher) {
  Watched<std::thread::id> thread;
  dispatcher.Post([&thread](BackendThread&) {
    thread.Update([](auto& id) { id = std::this_thread::get_id(); });
  });
  CHECK(thread.Await([](std::thread::id id) { return id != std::thread::id(); }));
  return thread.Get();
}

}  // namespace

TEST_CASE("one backend has one thread, however many holds are taken on it") {
  FakeOutlook outlook;
  const auto one = Dispatcher::Of(outlook.backend);
  const auto other = Dispatcher::Of(outlook.backend);
  const std::thread::id thread = RunOn(*one);
  CHECK(RunOn(*other) == thread);
  CHECK(thread != std::this_thread::get_id());
  one->LetGo(WithinLimit());
  other->LetGo(WithinLimit());
  CHECK(outlook.CountOf("enter") == 1);
}

TEST_CASE("two backends have two threads") {
  FakeOutlook outlook;
  const Backend other_backend = outlook.backend;
  const auto one = Dispatcher::Of(outlook.backend);
  const auto other = Dispatcher::Of(other_backend);
  CHECK(RunOn(*one) != RunOn(*other));
  one->LetGo(WithinLimit());
  other->LetGo(WithinLimit());
}

TEST_CASE("tasks run in the order of their posting") {
  FakeOutlook outlook;
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  std::vector<int> order;
  for (int i = 0; i < 1'000; ++i)
    dispatcher->Post([&order, i](BackendThread&) { order.push_back(i); });
  dispatcher->LetGo(WithinLimit());
  REQUIRE(order.size() == 1'000);
  for (int i = 0; i < 1'000; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("a task's captures are released on the dispatcher thread, before the next task runs") {
  FakeOutlook outlook;
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  std::thread::id released_on;
  bool released_first = false;
  {
    std::shared_ptr<void> held(nullptr, [&](void*) { released_on = std::this_thread::get_id(); });
    dispatcher->Post([held = std::move(held)](BackendThread&) {});
  }
  dispatcher->Post(
      [&](BackendThread&) { released_first = released_on == std::this_thread::get_id(); });
  dispatcher->LetGo(WithinLimit());
  CHECK(released_first);
}

TEST_CASE("the thread runs its tasks after the last hold, then leaves the backend it entered") {
  FakeOutlook outlook;
  const auto one = Dispatcher::Of(outlook.backend);
  const auto other = Dispatcher::Of(outlook.backend);
  one->LetGo(WithinLimit());
  const std::thread::id thread = RunOn(*other);
  CHECK(outlook.CountOf("leave") == 0);
  bool ran = false;
  other->Post([&ran, &outlook](BackendThread&) { ran = outlook.CountOf("leave") == 0; });
  other->LetGo(WithinLimit());
  CHECK(ran);
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "leave"});
  CHECK(outlook.threads.Get() == std::vector<std::thread::id>{thread, thread});
}

TEST_CASE("a task posted after the thread's end is dropped, with its captures") {
  FakeOutlook outlook;
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  dispatcher->LetGo(WithinLimit());
  auto held = std::make_shared<int>(1);
  bool ran = false;
  dispatcher->Post([&ran, held](BackendThread&) { ran = true; });
  CHECK(held.use_count() == 1);
  CHECK_FALSE(ran);
}

TEST_CASE("a hold taken after the thread's end starts a new thread") {
  FakeOutlook outlook;
  Dispatcher::Of(outlook.backend)->LetGo(WithinLimit());
  const auto again = Dispatcher::Of(outlook.backend);
  RunOn(*again);
  again->LetGo(WithinLimit());
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "leave", "enter", "leave"});
}

TEST_CASE("LetGo returns at its deadline while a task hangs; the thread ends after that task") {
  FakeOutlook outlook;
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  Event entered;
  Event released;
  dispatcher->Post([&](BackendThread&) {
    entered.Set();
    CHECK(released.Wait());
  });
  CHECK(entered.Wait());
  const auto deadline = steady_clock::now() + std::chrono::milliseconds(20);
  dispatcher->LetGo(deadline);
  CHECK(steady_clock::now() >= deadline);
  CHECK(outlook.CountOf("leave") == 0);
  released.Set();
  CHECK(outlook.AwaitCall("leave"));
}

TEST_CASE("a hold taken while a task hangs keeps the thread, and its tasks wait for that task") {
  FakeOutlook outlook;
  const auto first = Dispatcher::Of(outlook.backend);
  const std::thread::id thread = RunOn(*first);
  Event released;
  bool returned = false;
  first->Post([&](BackendThread&) {
    CHECK(released.Wait());
    returned = true;
  });
  first->LetGo(steady_clock::now());
  const auto second = Dispatcher::Of(outlook.backend);
  bool waited = false;
  second->Post([&](BackendThread&) { waited = returned; });
  released.Set();
  CHECK(RunOn(*second) == thread);
  CHECK(waited);
  second->LetGo(WithinLimit());
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "leave"});
}

TEST_CASE("a hold taken while the thread leaves the backend makes the same thread enter again") {
  FakeOutlook outlook;
  Event leaving;
  Event released;
  std::atomic<bool> is_first{true};
  outlook.during["leave"] = [&] {
    if (!is_first.exchange(false)) return;
    leaving.Set();
    CHECK(released.Wait());
  };
  const auto first = Dispatcher::Of(outlook.backend);
  const std::thread::id thread = RunOn(*first);
  first->LetGo(steady_clock::now());
  CHECK(leaving.Wait());
  const auto second = Dispatcher::Of(outlook.backend);
  SUBCASE("and the hold is kept") {}
  SUBCASE("and its task runs, even after the hold is given back at once") {
    bool ran = false;
    second->Post([&](BackendThread&) { ran = std::this_thread::get_id() == thread; });
    second->LetGo(steady_clock::now());
    released.Set();
    CHECK(outlook.calls.Await([](const auto& all) { return all.size() == 4; }));
    CHECK(ran);
    return;
  }
  released.Set();
  CHECK(RunOn(*second) == thread);
  second->LetGo(WithinLimit());
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "leave", "enter", "leave"});
}

TEST_CASE("a turn with many tasks does not delay another turn, and its tasks run in order") {
  FakeOutlook outlook;
  const auto dispatcher = Dispatcher::Of(outlook.backend);
  const auto greedy = std::make_shared<Dispatcher::Turn>();
  const auto modest = std::make_shared<Dispatcher::Turn>();
  Event released;
  dispatcher->Post([&](BackendThread&) { CHECK(released.Wait()); });
  std::vector<int> order;
  for (int i = 0; i < 1'000; ++i)
    dispatcher->Post(greedy, [&order, i](BackendThread&) { order.push_back(i); });
  std::size_t waited = 0;
  dispatcher->Post(modest, [&](BackendThread&) { waited = order.size(); });
  released.Set();
  dispatcher->LetGo(WithinLimit());
  CHECK(waited < 20);
  CHECK(order.size() == 1'000);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

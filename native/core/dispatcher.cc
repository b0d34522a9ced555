#include "core/dispatcher.h"

#include <iterator>
#include <map>
#include <utility>

#include "base/thread.h"

namespace rx_outlook {
namespace {

// One for the process, as a backend's thread is. Never destroyed: dispatcher threads may outlive
// static destruction.
struct Table {
  std::mutex mutex;
  std::map<const Backend*, std::shared_ptr<Dispatcher>> dispatchers;
};

// Tasks of one turn: more would keep the others waiting, fewer would lock too often.
constexpr int kTasksAtOnce = 8;

Table& TheTable() {
  static Table* const table = new Table;
  return *table;
}

}  // namespace

std::shared_ptr<Dispatcher> Dispatcher::Of(const Backend& backend) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  auto& place = table.dispatchers[&backend];
  if (!place || !place->Keep()) {
    place.reset();
    std::shared_ptr<Dispatcher> made(new Dispatcher);
    // Last: nothing could end the thread after a failure that follows.
    StartThread([&backend, state = made->state_] { Run(backend, *state); });
    place = std::move(made);
  }
  ++place->holds_;
  return place;
}

bool Dispatcher::Keep() {
  const std::lock_guard lock(state_->mutex);
  if (state_->ended) return false;
  state_->stopping = false;
  state_->changed.notify_all();  // LetGo waits no longer for the end
  return true;
}

void Dispatcher::Post(const std::shared_ptr<Turn>& turn, Task task) {
  Tasks tasks;
  tasks.push_back(std::move(task));
  Post(turn, tasks);
}

// Wakes the thread when the mutex is free again: the thread is quick to come, and would only wait
// for it.
void Dispatcher::Post(const std::shared_ptr<Turn>& turn, Tasks& tasks) noexcept {
  bool asleep = false;
  if (!tasks.empty()) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->stopping) {
      asleep = state_->waiting.empty();
      turn->tasks_.splice(turn->tasks_.end(), tasks);
      if (!turn->place_.empty()) {
        turn->place_.front() = turn;
        state_->waiting.splice(state_->waiting.end(), turn->place_);
      }
    }
  }
  if (asleep) state_->changed.notify_all();
  tasks.clear();
}

bool Dispatcher::IsIdle() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting.empty() && !state_->busy;
}

// Takes some tasks of the turn that waits longest; a turn with more tasks goes behind all others.
// Under the mutex.
std::shared_ptr<Dispatcher::Turn> Dispatcher::TakeTurn(State& state, Tasks& tasks) noexcept {
  std::shared_ptr<Turn> turn = state.waiting.front();
  Tasks& all = turn->tasks_;
  const auto end = all.size() > kTasksAtOnce ? std::next(all.begin(), kTasksAtOnce) : all.end();
  tasks.splice(tasks.end(), all, all.begin(), end);
  if (all.empty()) {
    turn->place_.splice(turn->place_.end(), state.waiting, state.waiting.begin());
    turn->place_.front().reset();
  } else {
    state.waiting.splice(state.waiting.end(), state.waiting, state.waiting.begin());
  }
  return turn;
}

// Returns when the last hold is gone and nothing is left to do.
void Dispatcher::RunTasks(State& state, BackendThread& thread, std::unique_lock<std::mutex>& lock) {
  Tasks batch;
  for (;;) {
    state.changed.wait(lock, [&state] { return state.stopping || !state.waiting.empty(); });
    if (state.waiting.empty()) return;
    std::shared_ptr<Turn> turn = TakeTurn(state, batch);
    state.busy = true;
    lock.unlock();
    while (!batch.empty()) {
      batch.front()(thread);
      batch.pop_front();  // releases what the task held, on the dispatcher thread
    }
    turn.reset();
    lock.lock();
    state.busy = false;
  }
}

void Dispatcher::Run(const Backend& backend, State& state) {
  std::unique_lock lock(state.mutex);
  do {
    lock.unlock();
    {
      BackendThread thread(backend);
      lock.lock();
      RunTasks(state, thread, lock);
      lock.unlock();
    }
    lock.lock();
    // A hold that was taken meanwhile has the same thread enter again: no other thread does.
  } while (!state.stopping || !state.waiting.empty());
  state.ended = true;
  state.changed.notify_all();
}

void Dispatcher::LetGo(Deadline deadline) {
  std::unique_lock<std::mutex> lock;
  {
    Table& table = TheTable();
    const std::lock_guard table_lock(table.mutex);
    if (--holds_ > 0) return;
    lock = std::unique_lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  state_->changed.wait_until(lock, deadline, [this] { return state_->ended || !state_->stopping; });
}

}  // namespace rx_outlook

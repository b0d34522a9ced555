#include "core/dispatcher.h"

#include <map>
#include <new>
#include <utility>

#include "abi/thread.h"

namespace rx_outlook {
namespace {

// The process's, since a backend's thread is. Never destroyed: dispatcher threads may outlive
// static destruction.
struct Table {
  std::mutex mutex;
  std::map<const Backend*, std::shared_ptr<Dispatcher>> dispatchers;
};

Table& TheTable() {
  static Table* const table = new Table;
  return *table;
}

}  // namespace

std::shared_ptr<Dispatcher> Dispatcher::Of(const Backend& backend) {
  Table& table = TheTable();
  const std::lock_guard lock(table.mutex);
  const auto [place, is_new] = table.dispatchers.try_emplace(&backend);
  if (is_new) {
    try {
      place->second.reset(new Dispatcher(backend));
      // Last: nobody could end it any more for what fails after it.
      StartThread([&backend, state = place->second->state_] { Run(backend, *state); });
    } catch (...) {
      table.dispatchers.erase(place);
      throw;
    }
  }
  ++place->second->holds_;
  return place->second;
}

void Dispatcher::Post(Task task) {
  Tasks tasks;
  tasks.push_back(std::move(task));
  Post(tasks);
}

// The thread is woken when the mutex is free again: it is quick to come, and would only wait for
// it.
void Dispatcher::Post(Tasks& tasks) noexcept {
  bool asleep = false;
  if (!tasks.empty()) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->stopping) {
      asleep = state_->tasks.empty();
      state_->tasks.splice(state_->tasks.end(), tasks);
    }
  }
  if (asleep) state_->changed.notify_all();
  tasks.clear();
}

bool Dispatcher::IsIdle() const {
  const std::lock_guard lock(state_->mutex);
  return state_->tasks.empty() && !state_->busy;
}

template <typename Call>
HRESULT Dispatcher::Ask(Call call, Explanation& why) {
  if (!state_->opener) {
    why = state_->not_entered;
    return state_->entered;
  }
  try {
    return call(*state_->opener);
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  }
}

HRESULT Dispatcher::Open(const std::u16string& profile, IMAPIOfflineMgr** object,
                         Explanation& why) {
  return Ask([&](Opener& opener) { return opener.Open(profile, object, why); }, why);
}

HRESULT Dispatcher::Profiles(Names& names, Explanation& why) {
  return Ask(
      [&](Opener& opener) {
        std::vector<std::u16string> found;
        const HRESULT hr = opener.Profiles(found, why);
        if (FAILED(hr)) return hr;
        names = state_->last_names.lock();
        if (names && *names == found) return hr;
        names = std::make_shared<const std::vector<std::u16string>>(std::move(found));
        state_->last_names = names;
        return hr;
      },
      why);
}

HRESULT Dispatcher::Available(Explanation& why) {
  return Ask([&](Opener& opener) { return opener.Available(why); }, why);
}

void Dispatcher::Enter(const Backend& backend, State& state) noexcept {
  try {
    state.entered = backend.enter(state.opener, state.not_entered);
  } catch (const std::bad_alloc&) {
    state.entered = E_OUTOFMEMORY;
  }
}

void Dispatcher::Run(const Backend& backend, State& state) {
  Enter(backend, state);
  Tasks batch;
  std::unique_lock lock(state.mutex);
  for (;;) {
    state.changed.wait(lock, [&state] { return state.stopping || !state.tasks.empty(); });
    if (state.tasks.empty()) break;
    batch.swap(state.tasks);
    state.busy = true;
    lock.unlock();
    while (!batch.empty()) {
      batch.front()();
      batch.pop_front();  // what it held is released here, on the dispatcher thread
    }
    lock.lock();
    state.busy = false;
  }
  lock.unlock();
  state.opener.reset();
  lock.lock();
  state.ended = true;
  state.changed.notify_all();
}

void Dispatcher::LetGo(Deadline deadline) {
  {
    Table& table = TheTable();
    const std::lock_guard lock(table.mutex);
    if (--holds_ > 0) return;
    table.dispatchers.erase(&backend_);
  }
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
  state_->changed.wait_until(lock, deadline, [this] { return state_->ended; });
}

}  // namespace rx_outlook

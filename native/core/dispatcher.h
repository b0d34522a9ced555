// The thread on which every call into one backend's offline objects is made.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/backend_thread.h"
#include "seam/seam.h"

namespace rx_outlook {

// One per backend in the process, shared by its environments. The thread starts with the first hold
// and ends after the last one. After a hold that is taken before that end, the same thread
// goes on: two threads never call into one backend. The thread is detached and owns what it needs,
// so a call that never returns costs no join. Such a call costs the backend until the process ends:
// every later task waits behind it.
class Dispatcher {
 public:
  using Task = std::function<void(BackendThread&)>;
  // Each task is a node: moving it to another list needs no memory. So the task that ends something
  // is made together with it, and cannot fail when it is due.
  using Tasks = std::list<Task>;
  using Deadline = std::chrono::steady_clock::time_point;

  // The tasks of one user of the shared thread. While other users wait, a few tasks of each run in
  // turn, so that many tasks of one delay no other for long. Guarded by the dispatcher's
  // mutex; made for one dispatcher.
  class Turn {
   public:
    Turn() : place_(1) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    friend Dispatcher;
    Tasks tasks_;
    // One node, so that waiting needs no memory. Empty and here while the turn has no tasks; else
    // in State::waiting, where it holds this turn.
    std::list<std::shared_ptr<Turn>> place_;
  };

  // Takes a hold on the backend's dispatcher; LetGo gives it back.
  // Any thread; takes the table's mutex.
  static std::shared_ptr<Dispatcher> Of(const Backend& backend);

  // Gives one hold back. After the last one the thread finishes its tasks, leaves the backend and
  // ends; LetGo waits for that until the deadline, or until somebody takes a hold. Never on the
  // dispatcher thread; takes both mutexes. The object stays valid.
  void LetGo(Deadline deadline);

  // Runs `task` on the dispatcher thread, behind those of the same turn. Tasks must not throw. A
  // task is dropped once the last hold is gone: nothing is left that it could concern.
  // Any thread; takes the dispatcher's mutex, never waits for a task.
  void Post(const std::shared_ptr<Turn>& turn, Task task);
  void Post(Task task) { Post(turn_, std::move(task)); }

  // Posts several at the cost of one wake; leaves the list empty. Needs no memory.
  void Post(const std::shared_ptr<Turn>& turn, Tasks& tasks) noexcept;

  // True when nothing that was posted is left to do. Any thread; takes the dispatcher's mutex.
  [[nodiscard]] bool IsIdle() const;

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::list<std::shared_ptr<Turn>> waiting;  // turns that have tasks
    bool busy = false;                         // with tasks that the thread has taken
    bool stopping = false;
    bool ended = false;
  };

  Dispatcher() = default;
  static void Run(const Backend& backend, State& state);
  static void RunTasks(State& state, BackendThread& thread, std::unique_lock<std::mutex>& lock);
  static std::shared_ptr<Turn> TakeTurn(State& state, Tasks& tasks) noexcept;
  // False when the thread has ended. Under the table's mutex.
  [[nodiscard]] bool Keep();

  std::size_t holds_ = 0;  // guarded by the table's mutex
  const std::shared_ptr<State> state_ = std::make_shared<State>();
  const std::shared_ptr<Turn> turn_ = std::make_shared<Turn>();  // of tasks that name none
};

}  // namespace rx_outlook

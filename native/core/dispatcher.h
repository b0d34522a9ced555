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

#include "seam/seam.h"

namespace rx_outlook {

// One per backend in the process, shared by its environments. The thread starts with the first
// and ends when the last has let go; a hold that is taken before it has ended keeps it, so that two
// threads never call into one backend. It is detached and owns what it needs: a call that never
// returns costs no join. It costs the backend, though, until the process ends: whoever comes later
// waits behind that call.
class Dispatcher {
 public:
  using Task = std::function<void()>;
  // A node each: what is in one list goes over to another without memory. So what ends something
  // is made together with it, and cannot fail any more when it is due.
  using Tasks = std::list<Task>;
  using Names = std::shared_ptr<const std::vector<std::u16string>>;
  using Deadline = std::chrono::steady_clock::time_point;

  // One of those who share the thread. While others wait, a few tasks of each are run in turn, so
  // whoever posts many keeps nobody else from theirs. Guarded by the dispatcher's mutex; made for
  // one dispatcher.
  class Turn {
   public:
    Turn() : place_(1) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    friend Dispatcher;
    Tasks tasks_;
    // A node: here and empty, or among those that wait and with a hold on this. So that waiting
    // needs no memory.
    std::list<std::shared_ptr<Turn>> place_;
  };

  // Takes a hold on the backend's dispatcher, to be given back with LetGo.
  // Any thread; takes the table's mutex.
  static std::shared_ptr<Dispatcher> Of(const Backend& backend);

  // Gives one hold back; with the last one the thread finishes its tasks, leaves the backend and
  // ends, which is waited for until the deadline, or until somebody takes a hold. Never on the
  // dispatcher thread; takes both mutexes. The object stays valid.
  void LetGo(Deadline deadline);

  // Runs `task` on the dispatcher thread, behind those of the same turn. Tasks must not throw. Once
  // the last hold is gone a task is dropped: there is nothing left that it could be about.
  // Any thread; takes the dispatcher's mutex, never waits for a task.
  void Post(const std::shared_ptr<Turn>& turn, Task task);
  void Post(Task task) { Post(turn_, std::move(task)); }

  // The same for several, at the cost of one wake; leaves the list empty. Needs no memory.
  void Post(const std::shared_ptr<Turn>& turn, Tasks& tasks) noexcept;

  // Whether nothing that was posted is left to do. Any thread; takes the dispatcher's mutex.
  [[nodiscard]] bool IsIdle() const;

  // The backend's own, or what its thread could not be prepared for. Dispatcher thread only.
  HRESULT Open(const Surroundings& from, const std::u16string& profile, IMAPIOfflineMgr** object,
               Explanation& why);
  // The same list while the names are the same: it costs its memory once, however many wait to take
  // it.
  HRESULT Profiles(const Surroundings& from, Names& names, Explanation& why);
  HRESULT Available(const Surroundings& from, Explanation& why);

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::list<std::shared_ptr<Turn>> waiting;  // those who have tasks
    bool busy = false;                         // with tasks that it has taken
    bool stopping = false;
    bool ended = false;

    // The dispatcher thread's alone.
    std::unique_ptr<Opener> opener;
    HRESULT entered = S_OK;
    Explanation not_entered;
    std::weak_ptr<const std::vector<std::u16string>> last_names;
  };

  Dispatcher() = default;
  static void Run(const Backend& backend, State& state);
  static void Enter(const Backend& backend, State& state) noexcept;
  static void RunTasks(State& state, std::unique_lock<std::mutex>& lock);
  static std::shared_ptr<Turn> TakeTurn(State& state, Tasks& tasks) noexcept;
  // False when the thread has ended. Under the table's mutex.
  [[nodiscard]] bool Keep();
  template <typename Call>
  HRESULT Ask(const Surroundings& from, Call call, Explanation& why);

  std::size_t holds_ = 0;  // guarded by the table's mutex
  const std::shared_ptr<State> state_ = std::make_shared<State>();
  const std::shared_ptr<Turn> turn_ = std::make_shared<Turn>();  // of whoever has none
};

}  // namespace rx_outlook

// Runs the bridge's server in this process while the add-in is connected. The server has its own
// thread; no lock: the threads share events of Windows.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "addin/log.h"

namespace rx_outlook::addin {

class Serving {
 public:
  // Starts the server's thread and returns at once. While another server has the user's place, the
  // thread retries: when the place changes, and after pauses that grow from a second to a minute.
  // Outlook's main thread. Throws std::system_error when the thread cannot start.
  Serving(std::wstring profile, std::string product, const Log& log);
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { BeginEnd(); }

  // Starts the end of the clients' connections, their registrations, and MAPI. Any thread; never
  // waits.
  void BeginEnd() noexcept;

  // Waits for that end, at most `limit`, and handles this thread's messages meanwhile, because the
  // end may need them. Returns false when the limit has passed; the end then continues alone.
  // Outlook's main thread.
  bool AwaitEnd(std::chrono::milliseconds limit) noexcept;

 private:
  struct State;
  const std::shared_ptr<State> state_;  // shared with the server's detached thread
};

}  // namespace rx_outlook::addin

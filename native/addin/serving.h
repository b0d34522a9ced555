// The bridge's server in this process, for as long as the add-in is connected.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "addin/log.h"

namespace rx_outlook::addin {

class Serving {
 public:
  // Starts the thread that makes the server, and waits for nothing. Where the user's place is
  // taken, it tries again: when that changes, and after pauses that grow from a second to a minute.
  // Throws std::system_error when there can be no thread.
  Serving(std::wstring profile, std::string product, const Log& log);
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { BeginEnd(); }

  // From now on it ends: the clients' connections, what they have advised, MAPI. Any thread; never
  // waits.
  void BeginEnd() noexcept;

  // Waits until that is done, `limit` at the most, and answers this thread's messages meanwhile:
  // what ends may need them. False when the limit has passed; it goes on without us then.
  bool AwaitEnd(std::chrono::milliseconds limit) noexcept;

 private:
  struct State;
  const std::shared_ptr<State> state_;  // also its thread's, which nobody joins
};

}  // namespace rx_outlook::addin

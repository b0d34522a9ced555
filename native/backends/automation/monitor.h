// The reader's mutex, and what its threads wait for.
#pragma once

#include <condition_variable>
#include <mutex>

namespace rx_outlook::automation {

// Any thread. The mutex guards the reader's state and its rooms.
struct Monitor {
  std::mutex mutex;
  std::condition_variable changed;  // notified of every change that a thread can wait for
};

}  // namespace rx_outlook::automation

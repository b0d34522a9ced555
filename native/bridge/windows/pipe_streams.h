// The streams of one loop.
#pragma once

#include <memory>
#include <vector>

#include "bridge/windows/completion_port.h"
#include "bridge/windows/stream.h"

namespace rx_outlook::bridge {

// Owns each stream until Windows has completed all operations on it, also after the stream is
// closed. The loop's thread; before that, the thread that makes the loop.
class PipeStreams {
 public:
  PipeStreams() = default;
  PipeStreams(const PipeStreams&) = delete;
  PipeStreams& operator=(const PipeStreams&) = delete;
  // Closes all streams and waits for their operations, at most 500 ms; a stream that Windows still
  // uses is never freed.
  ~PipeStreams();

  [[nodiscard]] CompletionPort& port() noexcept { return port_; }

  // Null, with GetLastError, when the system sends no completions for this pipe.
  PipeStream* Add(Handle pipe);

  // Frees the closed streams that Windows has given back.
  void Reap() noexcept;

  [[nodiscard]] auto begin() const noexcept { return all_.begin(); }
  [[nodiscard]] auto end() const noexcept { return all_.end(); }

 private:
  CompletionPort port_;
  std::vector<std::unique_ptr<PipeStream>> all_;
};

}  // namespace rx_outlook::bridge

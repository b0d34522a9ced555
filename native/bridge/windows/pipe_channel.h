// A connection over a named pipe.
#pragma once

#include "bridge/windows/stream.h"

namespace rx_outlook::bridge {

// The loop's thread.
class PipeChannel final : public Channel {
 public:
  PipeChannel(PipeStream& stream, ULONG process) noexcept : stream_(stream), process_(process) {
    stream_.channel = this;
  }
  PipeChannel(const PipeChannel&) = delete;
  PipeChannel& operator=(const PipeChannel&) = delete;
  ~PipeChannel() override { stream_.Close(); }

  std::size_t Write(const std::uint8_t* bytes, std::size_t size) noexcept override {
    return stream_.Write(bytes, size);
  }
  [[nodiscard]] std::uint32_t process() const noexcept override { return process_; }
  void WantBytes(bool wanted) noexcept override { stream_.wants_bytes = wanted; }

 private:
  PipeStream& stream_;
  const ULONG process_;
};

}  // namespace rx_outlook::bridge

// The way to the server of one place.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "backends/bridge/connection.h"

namespace rx_outlook::bridge {

// Keeps one connection, and remembers for a second that no server could be reached. Dispatcher
// thread.
class Way {
 public:
  Way(Surroundings from, bool outlook_only) : from_(std::move(from)), outlook_only_(outlook_only) {}
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
  ~Way();

  [[nodiscard]] const Surroundings& from() const noexcept { return from_; }
  [[nodiscard]] bool is_connected() const { return connection_ && !connection_->lost(); }

  // The server has just not answered. For a second Reach returns the same failure without a new
  // connection.
  [[nodiscard]] bool is_hung() const noexcept {
    return std::chrono::steady_clock::now() < hung_until_;
  }

  // Connects if there is no connection or it was lost.
  HRESULT Reach(Explanation& why);
  // Of the last Reach that succeeded.
  [[nodiscard]] const std::shared_ptr<Connection>& connection() const noexcept {
    return connection_;
  }

 private:
  HRESULT Connect(Explanation& why);
  HRESULT FindWhySilent(Explanation& why);

  const Surroundings from_;
  const bool outlook_only_;
  std::shared_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point hung_until_ = std::chrono::steady_clock::time_point::min();
  Explanation hung_;
#ifdef _WIN32
  HRESULT silence_ = ERR_OUTLOOK_NOT_RUNNING;
  std::string silence_text_;
  std::chrono::steady_clock::time_point silence_until_ =
      std::chrono::steady_clock::time_point::min();
#endif
};

}  // namespace rx_outlook::bridge

// The bridge's server: the offline objects of one backend for other processes of the same user.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bridge/protocol.h"
#include "bridge/transport.h"
#include "seam/seam.h"
#include "server/limits.h"

namespace rx_outlook::bridge {

// The serving process, as its welcome describes it.
struct Behind {
  Host host;
  std::string product;
};

// Owns the place, the loop's thread and the clients. Start and the destructor: one thread.
class Server {
 public:
  struct Counts {
    std::size_t clients = 0;
    std::size_t registrations = 0;
  };

  // Called on the loop's thread, at most once: why the server has ended by itself. Must not throw;
  // the text is moved, so that keeping it needs no memory.
  using OnLost = std::function<void(std::string why)>;

  // Listens at the user's place and starts the loop's thread; null with the reason. The backend
  // opens objects as if asked from there.
  static std::unique_ptr<Server> Start(const Surroundings& from, const Backend& backend,
                                       Behind behind, const Limits& limits, Reaching& reaching,
                                       OnLost on_lost = {});

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Ends every connection and frees the place. Waits for the loop's thread, at most 2 s. The
  // dispatcher's thread unadvises what the clients had advised soon after; it is not waited for.
  ~Server();

  // Any thread; takes no client's mutex.
  [[nodiscard]] Counts counts() const noexcept;

 private:
  class Core;
  explicit Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  const std::shared_ptr<Core> core_;
};

}  // namespace rx_outlook::bridge

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

// What its clients are told about who answers them.
struct Behind {
  Host host;
  std::string product;
};

class Server {
 public:
  struct Counts {
    std::size_t clients = 0;
    std::size_t registrations = 0;
  };

  // Called on the server's thread, at most once: why it has ended by itself. Must not throw: the
  // text is theirs, so that keeping it needs no memory.
  using OnLost = std::function<void(std::string why)>;

  // Listens at the user's place, with a thread of its own; null with the reason. It serves what the
  // backend opens for whoever asks from there.
  static std::unique_ptr<Server> Start(const Surroundings& from, const Backend& backend,
                                       Behind behind, const Limits& limits, Reaching& reaching,
                                       OnLost on_lost = {});

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Ends every connection, and the place is free for the next server; what they have advised is
  // unadvised soon, by the dispatcher's thread, which is not waited for. Waits for its own, 2 s at
  // the most.
  ~Server();

  // Any thread.
  [[nodiscard]] Counts counts() const noexcept;

 private:
  class Core;
  explicit Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  const std::shared_ptr<Core> core_;
};

}  // namespace rx_outlook::bridge

// The user's one place for the bridge: a folder that nobody else can enter, a lock, a socket.
#pragma once

#include <string>

#include "bridge/posix/descriptor.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

struct Endpoint {
  Descriptor folder;
  std::string path;    // of the folder
  std::string socket;  // of the socket in it
};

// $XDG_RUNTIME_DIR/rx-outlook, or /tmp/rx-outlook-<uid> where that is not set.
std::string EndpointFolder();

// That folder. `make`: it is made when it is missing. False with the reason when there is none, or
// it is not private to the user.
bool OpenEndpoint(bool make, Endpoint& endpoint, Reaching& reaching);

// The listening socket, alone in its place: a lock that ends with its process tells a server that
// lives from a socket that one has left behind. `lock` is to be kept for as long as it listens.
bool ListenAt(const Endpoint& endpoint, Descriptor& lock, Descriptor& listener, Reaching& reaching);

// A connection to the socket there, and only to a process of the same user.
bool ConnectTo(const Endpoint& endpoint, Descriptor& connection, Reaching& reaching);

bool IsPeerTheSameUser(int connection) noexcept;

}  // namespace rx_outlook::bridge

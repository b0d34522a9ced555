// The user's one place for the bridge: a folder that nobody else can enter, a socket in it.
#pragma once

#include <string>

#include "bridge/posix/descriptor.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

struct Endpoint {
  Descriptor folder;
  unsigned user = 0;   // whose it has to be
  std::string path;    // of the folder
  std::string socket;  // of the socket in it
};

// $XDG_RUNTIME_DIR/rx-outlook, or /tmp/rx-outlook-<uid> where that is not set; with -<place> for a
// place of one's own.
std::string EndpointFolder(const Surroundings& from);

// That folder. `make`: it is made when it is missing. False with the reason when there is none, or
// it is not private to the user.
bool OpenEndpoint(const Surroundings& from, bool make, Endpoint& endpoint, Reaching& reaching);

// The listening socket, alone in its place: the folder is locked, which ends with the process, and
// tells a server that lives from a socket that one has left behind. `mark` is to be kept for as
// long as it listens: a file that is open for writing, so that its end is an event.
bool ListenAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener, Reaching& reaching);

// The same for a server that has the folder's lock already.
bool ListenAgainAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener,
                   Reaching& reaching);

// Takes back what others have been allowed in the folder. False with the reason.
bool MakePrivate(const Endpoint& endpoint, Reaching& reaching);

// Whether the folder, and in it the mark and the socket that is number `socket` of its file system,
// are still found under their names, and the folder is private to the user: no client trusts it
// otherwise.
bool IsInPlace(const Endpoint& endpoint, const Descriptor& mark,
               unsigned long long socket) noexcept;
// That number; 0 when there is no socket.
unsigned long long SocketNumber(const Endpoint& endpoint) noexcept;

// A connection to the socket there, and only to a process of the same user.
bool ConnectTo(const Endpoint& endpoint, Descriptor& connection, Reaching& reaching);

bool IsPeerOf(unsigned user, int connection) noexcept;

// Whether a folder is the user's, and nobody else may enter it.
bool IsPrivate(int folder, unsigned user) noexcept;

}  // namespace rx_outlook::bridge

// The user's place for the bridge: a folder that no other user can enter, with a socket in it. Any
// thread; each Endpoint one thread at a time.
#pragma once

#include <string>

#include "bridge/posix/descriptor.h"
#include "bridge/transport.h"

namespace rx_outlook::bridge {

struct Endpoint {
  Descriptor folder;
  unsigned user = 0;   // the owner that both must have
  std::string path;    // of the folder
  std::string socket;  // the socket's path
};

// $XDG_RUNTIME_DIR/rx-outlook, or /tmp/rx-outlook-<uid> where that is not set; -<place> follows if
// RX_OUTLOOK_PLACE is set.
std::string EndpointFolder(const Surroundings& from);

// Opens that folder. `make`: creates it if it is missing. False with the reason when it is missing
// or not private to the user.
bool OpenEndpoint(const Surroundings& from, bool make, Endpoint& endpoint, Reaching& reaching);

// Locks the folder and makes the listening socket. The lock ends with the process: so it tells a
// running server from a socket left behind. Keep `mark` as long as the listener: it is a file open
// for writing, so that its closing is an event.
bool ListenAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener, Reaching& reaching);

// The same for a server that holds the folder's lock.
bool ListenAgainAt(const Endpoint& endpoint, Descriptor& mark, Descriptor& listener,
                   Reaching& reaching);

// Removes other users' rights to the folder. False with the reason.
bool MakePrivate(const Endpoint& endpoint, Reaching& reaching);

// Whether the folder, the mark and the socket with the inode `socket` still have their names, and
// the folder is private to the user: otherwise no client trusts it.
bool IsInPlace(const Endpoint& endpoint, const Descriptor& mark,
               unsigned long long socket) noexcept;
// The socket's inode; 0 when there is no socket.
unsigned long long SocketNumber(const Endpoint& endpoint) noexcept;

// Connects to the socket if a process of the same user listens. False with the reason.
bool ConnectTo(const Endpoint& endpoint, Descriptor& connection, Reaching& reaching);

bool IsPeerOf(unsigned user, int connection) noexcept;

// Whether the open folder still has its name.
bool IsNamed(int folder, const std::string& path) noexcept;

// Whether the folder is the user's and no other user may enter it.
bool IsPrivate(int folder, unsigned user) noexcept;

}  // namespace rx_outlook::bridge

// The user's one place for the bridge: a named pipe that nobody else may open, on this desktop.
#pragma once

#include <memory>
#include <string>

#include "base/windows/handle.h"
#include "bridge/transport.h"
#include "bridge/windows/identity.h"

namespace rx_outlook::bridge {

// What a pipe's two ends hold of each other's bytes, in each direction.
inline constexpr DWORD kPipeBuffer = 65'536;

// What an error of Windows means to who is on the way to a place.
Reached ReachedBy(DWORD error) noexcept;

struct PipePlace {
  Identity own;
  std::wstring pipe;   // \\.\pipe\rx-outlook-<session>-<SID>, and -<place> for one's own
  std::wstring mutex;  // of the server there
  std::wstring sddl;   // the descriptor of both
  std::unique_ptr<void, FreeLocal> descriptor;
};

// Any thread. False with the reason when this process cannot be asked who it is, or no place may be
// called so.
bool FindPipePlace(PipePlace& place, Reaching& reaching, const std::string& own_place = {});

// The pipe's first instance, alone in its place. `taken` tells other servers for as long as it is
// kept, and does not outlive its process.
bool ListenAt(const PipePlace& place, Handle& taken, Handle& pipe, Reaching& reaching);

// One more; null when there is none to be had.
Handle NewInstance(const PipePlace& place) noexcept;

// A connection to the server there, and only to this user's in this session.
bool ConnectTo(const PipePlace& place, Handle& pipe, Reaching& reaching);

// Empty when the client at the other end is to be trusted, else why not.
std::string WhyClientDistrusted(const PipePlace& place, HANDLE pipe);

}  // namespace rx_outlook::bridge

// The user's place for the bridge: a named pipe that only this user's processes of this session may
// open. Any thread.
#pragma once

#include <memory>
#include <string>

#include "base/windows/handle.h"
#include "bridge/transport.h"
#include "bridge/windows/identity.h"

namespace rx_outlook::bridge {

// Bytes that a pipe buffers in each direction.
inline constexpr DWORD kPipeBuffer = 65'536;

// The meaning of an error of Windows on the way to a place.
Reached ReachedBy(DWORD error) noexcept;

struct PipePlace {
  Identity own;
  std::wstring pipe;   // \\.\pipe\rx-outlook-<session>-<SID>, then -<place> if that is set
  std::wstring mutex;  // the server's
  std::wstring sddl;   // the security descriptor of both
  std::unique_ptr<void, FreeLocal> descriptor;
};

// False with the reason when the process's own user is unknown, or the place's name is not usable.
bool FindPipePlace(PipePlace& place, Reaching& reaching, const std::string& own_place = {});

// Makes the pipe's first instance. `taken` keeps other servers away while it is open; it ends with
// its process.
bool ListenAt(const PipePlace& place, Handle& taken, Handle& pipe, Reaching& reaching);

// Makes one more instance; null when the system refuses it.
Handle NewInstance(const PipePlace& place) noexcept;

// Connects to the server if it belongs to this user and session. False with the reason.
bool ConnectTo(const PipePlace& place, Handle& pipe, Reaching& reaching);

// Empty when the client at the other end is trusted, otherwise the reason.
std::string WhyClientDistrusted(const PipePlace& place, HANDLE pipe);

}  // namespace rx_outlook::bridge

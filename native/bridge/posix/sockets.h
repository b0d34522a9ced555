// Makes descriptors that no other program inherits and that never block. Any thread.
#pragma once

#include <cstdint>

#include "bridge/posix/descriptor.h"

namespace rx_outlook::bridge {

// Empty, with errno set, when the system gives none.
Descriptor NewSocket() noexcept;
Descriptor Accept(int listener) noexcept;

// The number of the process that has connected; 0 where the system does not report it.
std::uint32_t PeerProcess(int connection) noexcept;

struct Pipe {
  Descriptor read;
  Descriptor write;
};
Pipe NewPipe() noexcept;

}  // namespace rx_outlook::bridge

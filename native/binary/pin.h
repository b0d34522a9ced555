// Keeps this binary in memory until the process ends.
#pragma once

namespace rx_outlook {

// Node unloads an addon when the last environment that loaded it ends, and a worker may be the
// only one, while the dispatcher and Outlook's threads may still be inside our code.
void PinBinary() noexcept;

}  // namespace rx_outlook

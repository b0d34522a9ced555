// PinBinary keeps this binary in memory until the process ends. Any thread; no lock.
#pragma once

namespace rx_outlook {

// Node unloads an addon with the last environment that loaded it, possibly a worker's, while the
// dispatcher and Outlook's threads may still run our code.
void PinBinary() noexcept;

}  // namespace rx_outlook
